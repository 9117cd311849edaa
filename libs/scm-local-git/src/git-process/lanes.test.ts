import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Lanes, laneWidths } from './lanes.ts'

const never = new AbortController().signal

/** Works that say how many of them run at a time, and end when they are told to. */
function createWorks() {
  const ends: (() => void)[] = []
  const seen = { running: 0, most: 0, begun: 0 }
  const work = async () => {
    seen.begun += 1
    seen.running += 1
    seen.most = Math.max(seen.most, seen.running)
    await new Promise<void>((resolve) => ends.push(resolve))
    seen.running -= 1
    return 'done'
  }
  return { work, seen, endOne: () => ends.shift()?.() }
}

describe('Lanes', () => {
  it('run at most 8 commands on this machine at a time', () => {
    expect(laneWidths.reading + laneWidths.own + laneWidths.upkeep).toBeLessThanOrEqual(8)
  })

  it('are not held up by a silent host, nor by foreign repositories', async () => {
    const lanes = new Lanes()
    const { work, seen } = createWorks()
    for (let count = 0; count < 50; count += 1) {
      void lanes.run({ kind: 'remote', host: 'silent' }, work, never)
      void lanes.run({ kind: 'reading' }, work, never)
    }
    await setTimeout()
    expect(seen.running).toBe(laneWidths.remote + laneWidths.reading)
    const quick = async () => 'done'
    expect(await lanes.run({ kind: 'remote', host: 'other' }, quick, never)).toBe('done')
    expect(await lanes.run({ kind: 'own' }, quick, never)).toBe('done')
  })

  it('leave out a command that is cancelled before its turn, and pass on what one fails with', async () => {
    const lanes = new Lanes()
    const { work, seen, endOne } = createWorks()
    const first = lanes.run({ kind: 'upkeep' }, work, never)
    const stop = new AbortController()
    const second = lanes.run({ kind: 'upkeep' }, work, stop.signal)
    stop.abort()
    expect(await second).toBeUndefined()
    endOne()
    expect(await first).toBe('done')
    expect(seen.begun).toBe(1)
    const failing = lanes.run({ kind: 'upkeep' }, () => Promise.reject(new Error('x')), never)
    await expect(failing).rejects.toThrow('x')
  })
})
