import type { ApiClient } from '@groundplan/api-client'
import { describe, expect, it } from 'vitest'
import { findOutcomes } from './find-outcomes.ts'

type Answer = Readonly<Record<number, string>> | undefined

/** A server that gives these statuses, one answer after the other; it does not answer where one is absent. */
function serverThatSays(...answers: readonly Answer[]) {
  const asked: number[] = []
  let next = 0
  const query = async ({ numbers }: { readonly numbers: readonly number[] }) => {
    asked.push(numbers.length)
    const answer = answers[Math.min(next, answers.length - 1)]
    next += 1
    if (answer === undefined) throw new TypeError('Failed to fetch')
    const items = numbers.map((number) => ({ number, status: answer[number] ?? 'open' }))
    return { items }
  }
  return { asked, client: { proposals: { list: { query } } } as unknown as ApiClient }
}

const now = [0, 0, 0]

describe('what became of proposals whose results did not arrive', () => {
  it('is what the server says', async () => {
    const { client } = serverThatSays({ 1: 'approved', 2: 'rejected' })
    expect(await findOutcomes([1, 2, 3], client, now)).toEqual([
      { number: 1, outcome: 'approved' },
      { number: 2, outcome: 'rejected' },
      { number: 3, outcome: 'open' },
    ])
  })

  it('is asked again while the next one may still be under way', async () => {
    const { client, asked } = serverThatSays({}, { 1: 'approved' })
    expect(await findOutcomes([1, 2], client, now)).toMatchObject([
      { outcome: 'approved' },
      { outcome: 'open' },
    ])
    expect(asked).toEqual([2, 2])
  })

  it('is asked again when the server does not answer, and unknown if it never does', async () => {
    const restarted = serverThatSays(undefined, { 1: 'approved' })
    expect(await findOutcomes([1], restarted.client, now)).toMatchObject([{ outcome: 'approved' }])
    const gone = serverThatSays(undefined)
    expect(await findOutcomes([1, 2], gone.client, now)).toMatchObject([
      { outcome: 'unknown' },
      { outcome: 'unknown' },
    ])
    expect(gone.asked).toHaveLength(now.length)
  })

  it('is asked for in pages', async () => {
    const { client, asked } = serverThatSays({ 1: 'approved' })
    const numbers = Array.from({ length: 250 }, (_, index) => index + 1)
    expect(await findOutcomes(numbers, client, [0])).toHaveLength(250)
    expect(asked).toEqual([100, 100, 50])
  })
})
