import { describe, expect, it } from 'vitest'
import type { PowerStatus, PowerTarget } from './power-control.ts'
import { waitForPower } from './wait-for-power.ts'

const target: PowerTarget = { address: 'aws_instance.web', type: 'aws_instance', id: 'i-1' }

function wait(statuses: readonly PowerStatus[], wanted: 'on' | 'off', signal?: AbortSignal) {
  let time = 0
  let looks = 0
  const read = async () => ({ status: statuses[Math.min(looks++, statuses.length - 1)] ?? ('gone' as const) })
  const waiting = waitForPower({ read }, target, wanted, {
    ...{ interval: 10, patience: 50, now: () => new Date(time), signal },
    sleep: async (milliseconds) => void (time += milliseconds),
  })
  return { waiting, looks: () => looks }
}

describe('waiting for power', () => {
  it('looks until it is there', async () => {
    const { waiting, looks } = wait(['on', 'changing', 'changing', 'off'], 'off')
    expect(await waiting).toEqual({ status: 'off' })
    expect(looks()).toBe(4)
  })

  it('gives up after its patience, and can be tried again', async () => {
    const { waiting, looks } = wait(['changing'], 'on')
    await expect(waiting).rejects.toMatchObject({ code: 'external-service', retryable: true })
    expect(looks()).toBe(6)
  })

  it('ends at once if there is nothing, or nobody waits any more', async () => {
    await expect(wait(['changing', 'gone'], 'on').waiting).rejects.toThrow('does not exist')
    const { waiting, looks } = wait(['on'], 'off', AbortSignal.abort())
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    expect(looks()).toBe(0)
  })
})
