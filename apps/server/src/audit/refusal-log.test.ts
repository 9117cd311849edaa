import { anonymousActor, person } from '@groundplan/actor'
import type { NewEvent } from '@groundplan/events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { mostRefusals, RefusalLog, type Refusal } from './refusal-log.ts'

const refusal = (key: string): Refusal => ({
  ...{ type: 'access.denied', actor: person('ada'), target: 'secrets.put', reason: 'No.', key },
  ...{ address: '203.0.113.7', correlationId: `request:${key}` },
})

function open() {
  vi.useFakeTimers()
  const events: NewEvent[] = []
  const errors: unknown[] = []
  let failure: Error | undefined
  const log = new RefusalLog({
    record: async (event) => {
      if (failure !== undefined) throw failure
      events.push(event)
    },
    now: () => new Date(0),
    onError: (error) => errors.push(error),
  })
  return { events, errors, log, fail: (error: Error) => (failure = error) }
}
afterEach(() => void vi.useRealTimers())

describe('refusals', () => {
  it('are recorded at once', () => {
    const { events, log } = open()
    log.note(refusal('a'))
    expect(events).toEqual([
      {
        ...{ at: new Date(0), actor: person('ada'), type: 'access.denied' },
        ...{ subject: { kind: 'request', id: 'secrets.put' }, reason: 'No.', after: undefined },
        ...{ sourceAddress: '203.0.113.7', correlationId: 'request:a' },
      },
    ])
  })

  it('that repeat are counted, and recorded once a minute', () => {
    const { events, log } = open()
    for (let count = 0; count < 1000; count += 1) log.note(refusal('a'))
    expect(events).toHaveLength(1)
    vi.advanceTimersByTime(60_000)
    expect(events[1]).toMatchObject({ type: 'access.denied', after: { repetitions: 999 } })
    vi.advanceTimersByTime(120_000)
    expect(events).toHaveLength(2)
    log.note(refusal('a'))
    expect(events).toHaveLength(3)
  })

  it('of many kinds do not fill the database or the memory', () => {
    const { events, log } = open()
    for (let minute = 0; minute < 3; minute += 1) {
      for (let count = 0; count < 10_000; count += 1) log.note(refusal(`${minute} ${count}`))
      vi.advanceTimersByTime(60_000)
    }
    expect(events).toHaveLength(3 * (mostRefusals + 1))
    expect(events[mostRefusals]).toMatchObject({
      ...{ type: 'access.rate-limited', actor: anonymousActor },
      after: { unrecorded: 10_000 - mostRefusals },
    })
  })

  it('that are only counted are recorded when the server stops', async () => {
    const { events, log } = open()
    log.note(refusal('a'))
    log.note(refusal('a'))
    await log.close()
    expect(events[1]).toMatchObject({ after: { repetitions: 1 } })
  })

  it('that cannot be recorded are told, and end nothing', async () => {
    const { errors, log, fail } = open()
    fail(new Error('away'))
    log.note(refusal('a'))
    await log.close()
    expect(errors).toEqual([new Error('away')])
  })
})
