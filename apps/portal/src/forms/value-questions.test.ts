import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ValueFindings } from './to-value-errors.ts'
import { noFindings, ValueQuestions } from './value-questions.ts'

const found: ValueFindings = { problems: [], unchecked: ['size'] }

describe('ValueQuestions', () => {
  let heard: ValueFindings[]
  let questions: ValueQuestions
  beforeEach(() => {
    vi.useFakeTimers()
    heard = []
    questions = new ValueQuestions((findings) => heard.push(findings))
  })
  afterEach(() => {
    questions.stop()
    vi.useRealTimers()
  })

  it('asks once people pause, and only what they asked last', async () => {
    const [first, last] = [vi.fn(async () => noFindings), vi.fn(async () => found)]
    questions.askSoon(first)
    await vi.advanceTimersByTimeAsync(400)
    questions.askSoon(last)
    await vi.advanceTimersByTimeAsync(500)
    expect([first.mock.calls.length, last.mock.calls.length, heard]).toEqual([0, 1, [found]])
  })

  it('asks again if nobody answers, later each time, until somebody does', async () => {
    const question = vi.fn(async (): Promise<ValueFindings> => Promise.reject(new Error('502')))
    expect(await questions.ask(question)).toEqual(noFindings)
    for (const [after, times] of [
      ...[[4_999, 1] as const, [1, 2] as const],
      ...[[9_999, 2] as const, [1, 3] as const],
      ...[[20_000, 4] as const, [40_000, 5] as const, [60_000, 6] as const, [59_999, 6] as const],
    ]) {
      await vi.advanceTimersByTimeAsync(after)
      expect(question).toHaveBeenCalledTimes(times)
    }
    question.mockResolvedValue(found)
    await vi.advanceTimersByTimeAsync(1)
    expect(heard.at(-1)).toEqual(found)
    await vi.advanceTimersByTimeAsync(600_000)
    expect(question).toHaveBeenCalledTimes(7)
  })

  it('does not hear an answer that comes after another question or the end', async () => {
    const late = Promise.withResolvers<ValueFindings>()
    const failing = Promise.withResolvers<ValueFindings>()
    let signal: AbortSignal | undefined
    const asked = questions.ask((given) => ((signal = given), late.promise))
    expect(await questions.ask(async () => noFindings)).toEqual(noFindings)
    expect(signal?.aborted).toBe(true)
    late.resolve(found)
    expect(await asked).toBeUndefined()
    const question = vi.fn(() => failing.promise)
    const stopped = questions.ask(question)
    questions.stop()
    failing.reject(new Error('aborted'))
    expect(await stopped).toBeUndefined()
    await vi.advanceTimersByTimeAsync(600_000)
    expect([question.mock.calls.length, heard]).toEqual([1, [noFindings]])
  })
})
