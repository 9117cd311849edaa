import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Gate } from './gate.ts'
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

describe('Gate', () => {
  it('lets so many works run at a time, the others in order', async () => {
    const gate = new Gate(2)
    const order: number[] = []
    const works = [1, 2, 3, 4, 5].map((number) =>
      gate.run(async () => {
        order.push(number)
        await setTimeout(5)
        return number
      }, never),
    )
    expect(await Promise.all(works)).toEqual([1, 2, 3, 4, 5])
    expect(order).toEqual([1, 2, 3, 4, 5])
    expect(gate.isIdle).toBe(true)
  })

  it('forgets a work that is cancelled while it waits', async () => {
    const gate = new Gate(1)
    const { work, seen, endOne } = createWorks()
    const first = gate.run(work, never)
    const stop = new AbortController()
    const second = gate.run(work, stop.signal)
    const third = gate.run(work, never)
    stop.abort()
    expect(await second).toBeUndefined()
    endOne()
    await first
    await setTimeout()
    endOne()
    expect(await third).toBe('done')
    expect(seen).toMatchObject({ begun: 2, most: 1 })
    expect(await gate.run(work, AbortSignal.abort())).toBeUndefined()
    expect(gate.isIdle).toBe(true)
  })

  it('goes on after a work that fails', async () => {
    const gate = new Gate(1)
    await expect(gate.run(() => Promise.reject(new Error('x')), never)).rejects.toThrow('x')
    expect(await gate.run(async () => 1, never)).toBe(1)
  })
})

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
})
