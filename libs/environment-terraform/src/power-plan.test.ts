import type { PowerControl, PowerReading, PowerTarget } from '@groundplan/terraform-run'
import { describe, expect, it } from 'vitest'
import { readPower, switchPower } from './power-plan.ts'

const web = { address: 'web', type: 'instance', id: 'i-1' }
const workers = { address: 'workers', type: 'group', id: 'w', sizes: { desired: 2 } }

/** A cloud in which what is asked for happens at the second look. */
function createCloud(start: Readonly<Record<string, PowerReading>>) {
  const readings = new Map(Object.entries(start))
  const calls: string[] = []
  const later = (target: PowerTarget, reading: PowerReading) => {
    calls.push(`${target.address} ${reading.status} ${JSON.stringify(reading.sizes ?? {})}`)
    readings.set(target.address, { status: 'changing' })
    wanted.set(target.address, reading)
  }
  const wanted = new Map<string, PowerReading>()
  const power: PowerControl = {
    findTargets: () => [web, workers].filter(({ address }) => address in start),
    open: () => ({
      read: async ({ address }) => {
        const reading = readings.get(address) ?? { status: 'gone' }
        const next = wanted.get(address)
        if (reading.status === 'changing' && next !== undefined) readings.set(address, next)
        return reading
      },
      switchOff: async (target) => later(target, { status: 'off' }),
      switchOn: async (target, sizes) => later(target, { status: 'on', sizes }),
      restart: async ({ address }) => void calls.push(`${address} restart`),
    }),
  }
  const log: string[] = []
  const wait = { interval: 1, patience: 100, now: () => new Date(0), sleep: async () => {} }
  return {
    calls,
    log,
    options: { power, wait, credentials: {}, onLog: (line: string) => void log.push(line) },
  }
}

describe('switching power', () => {
  it('touches what is the other way, and waits until it is done', async () => {
    const { calls, log, options } = createCloud({ web: { status: 'on' }, workers: { status: 'off' } })
    const plan = await readPower('off', [], options)
    expect(plan.actions).toEqual([{ address: 'web', type: 'instance', action: 'run' }])
    await switchPower({ to: 'off', targets: plan.targets }, [], options)
    expect(calls).toEqual(['web off {}'])
    expect(log.at(-1)).toBe('web (i-1) is off.')
  })

  it('switches on as large as Terraform made it, and leaves what is gone', async () => {
    const { calls, options } = createCloud({
      web: { status: 'gone' },
      workers: { status: 'off', sizes: { desired: 0 } },
    })
    const { targets } = await readPower('on', [], options)
    await switchPower({ to: 'on', targets }, [], options)
    expect(calls).toEqual(['workers on {"desired":2}'])
  })

  it('restarts what is on, without waiting', async () => {
    const { calls, options } = createCloud({ web: { status: 'on' }, workers: { status: 'off' } })
    const { targets } = await readPower('restart', [], options)
    await switchPower({ to: 'restart', targets }, [], options)
    expect(calls).toEqual(['web restart'])
  })

  it('does nothing where there is nothing, and refuses what is no longer there', async () => {
    const { options, log } = createCloud({})
    expect(await readPower('off', [], options)).toEqual({ actions: [], targets: [] })
    expect(log).toEqual(['Nothing of this can be switched off, on or restarted.'])
    await expect(
      switchPower({ to: 'off', targets: [{ address: 'web' }] }, [], options),
    ).rejects.toMatchObject({
      code: 'input-invalid',
    })
  })
})
