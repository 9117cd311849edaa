import { describe, expect, it } from 'vitest'
import { Poller } from './poller.ts'

interface Turn {
  readonly interval: number | undefined
  readonly fails?: boolean
}

/** Lets a poller go on through these turns; then it is closed. */
async function pollThrough(turns: readonly Turn[], random = 0.5) {
  const pauses: number[] = []
  const errors: unknown[] = []
  let polls = 0
  let atOnce = 0
  let index = 0
  let end = () => {}
  const ended = new Promise<void>((resolve) => (end = resolve))
  const poller = new Poller({
    readInterval: async () => turns[Math.min(index, turns.length - 1)]?.interval,
    async poll() {
      atOnce += 1
      polls += 1
      expect(atOnce).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      atOnce -= 1
      const { fails } = turns[index] ?? {}
      index += 1
      if (fails) throw new Error('The host is away.')
    },
    async wait(milliseconds, signal) {
      pauses.push(milliseconds)
      if (pauses.length <= turns.length) return
      end()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
    random: () => random,
    onError: (error) => errors.push(error),
  })
  await ended
  await poller.close()
  return { pauses, polls, errors }
}

describe('Poller', () => {
  it('takes its first turn soon, and a changed interval from the next turn on', async () => {
    const { pauses, polls } = await pollThrough([{ interval: 900_000 }, { interval: 7_200_000 }])
    expect(polls).toBe(2)
    expect(pauses).toEqual([60_000, 7_200_000, 7_200_000])
  })

  it.each([
    [0, 0.9],
    [1, 1.1],
  ])('spreads its turns: %d', async (random, factor) => {
    const { pauses } = await pollThrough([{ interval: 900_000 }, { interval: 900_000 }], random)
    expect(pauses[1]).toBeCloseTo(900_000 * factor)
  })

  it('takes no turn while there is no interval, and looks again whether there is one', async () => {
    const { pauses, polls } = await pollThrough([{ interval: undefined }, { interval: undefined }])
    expect(polls).toBe(0)
    expect(pauses).toEqual([60_000, 60_000, 60_000])
  })

  it('goes on after a turn that fails', async () => {
    const { polls, errors } = await pollThrough([{ interval: 1000, fails: true }, { interval: 1000 }])
    expect(polls).toBe(2)
    expect(errors).toEqual([new Error('The host is away.')])
  })
})
