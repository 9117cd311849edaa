import { describe, expect, it } from 'vitest'
import { HintQueue } from './hint-queue.ts'

/** A queue whose work waits until it is let on. */
function createQueue() {
  const begun: string[] = []
  const errors: unknown[] = []
  const gates: (() => void)[] = []
  const queue = new HintQueue<string>(
    async (hint) => {
      begun.push(hint)
      await new Promise<void>((resolve) => gates.push(resolve))
      if (hint === 'bad') throw new Error('bad hint')
    },
    (error) => errors.push(error),
  )
  const letOn = async () => {
    gates.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { queue, begun, errors, letOn }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('HintQueue', () => {
  it('makes of a burst at most one that is worked on and one that waits', async () => {
    const { queue, begun, letOn } = createQueue()
    queue.add('a')
    await turn()
    for (let index = 0; index < 50; index += 1) queue.add('a')
    await letOn()
    await letOn()
    await queue.settle()
    expect(begun).toEqual(['a', 'a'])
  })

  it('works on one at a time, in the order in which they came', async () => {
    const { queue, begun, letOn } = createQueue()
    for (const hint of ['a', 'b', 'a', 'c']) queue.add(hint)
    await turn()
    expect(begun).toEqual(['a'])
    await letOn()
    await letOn()
    await letOn()
    await queue.settle()
    expect(begun).toEqual(['a', 'b', 'c'])
  })

  it('goes on after one that fails', async () => {
    const { queue, begun, errors, letOn } = createQueue()
    queue.add('bad')
    queue.add('good')
    await turn()
    await letOn()
    await letOn()
    await queue.settle()
    expect(begun).toEqual(['bad', 'good'])
    expect(errors).toEqual([new Error('bad hint')])
  })

  it('begins nothing new once it is closed', async () => {
    const { queue, begun, letOn } = createQueue()
    queue.add('a')
    queue.add('b')
    await turn()
    const closed = queue.close()
    queue.add('c')
    await letOn()
    await closed
    expect(begun).toEqual(['a'])
  })
})
