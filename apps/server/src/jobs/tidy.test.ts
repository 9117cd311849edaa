import { expect, it } from 'vitest'
import type { RemoveOldest } from '@groundplan/events'
import { tidy, type EventRetention } from './tidy.ts'

const now = () => new Date(Date.UTC(2026, 0, 31))
const day = 24 * 3_600_000

const tidied: object[] = []
const expired: Date[] = []

async function run(events: Partial<EventRetention>, counts: readonly number[] = [0]) {
  const removals: RemoveOldest[] = []
  const left = [...counts]
  const handler = tidy({
    imports: { enqueueUnfinished: async () => {}, prune: async () => {} },
    leases: { removeExpired: async () => {} },
    findRetentions: async () => [
      {
        audit: {
          removeOldest: async (removal) => {
            removals.push(removal)
            return left.shift() ?? 0
          },
        },
        deliveries: {
          find: async (sink) => ({ sequence: sink === 'slow' ? 7 : 12, failures: 0 }),
        },
        sinks: [],
        ...events,
      },
    ],
    sessions: { tidy: async (limits) => void tidied.push(limits) },
    idleSessions: 3_600_000,
    findStates: async () => [{ removeExpiredAccess: async (at) => void expired.push(at) }],
    now,
  })
  const { signal } = new AbortController()
  await handler.run({ id: '1', payload: {}, attempt: 1, isLast: false, signal })
  return removals
}

it('keeps events for ever unless told otherwise, but no credentials of runs that are over', async () => {
  expect(await run({})).toEqual([])
  expect(expired).toEqual([now()])
})

it('removes events that are older than the retention, in steps', async () => {
  const removals = await run({ retention: 30 * day }, [5000, 5000, 12])
  const expected = { before: new Date(Date.UTC(2026, 0, 1)), upTo: undefined, limit: 5000, now: now() }
  expect(removals).toEqual([expected, expected, expected])
})

it('keeps what a receiver of events has not received yet', async () => {
  expect(await run({ retention: day, sinks: ['fast', 'slow'] })).toMatchObject([{ upTo: 7 }])
})

it('forgets sessions that have expired or were not used', async () => {
  tidied.length = 0
  await run({})
  expect(tidied).toEqual([{ at: now(), seenBefore: new Date(now().getTime() - 3_600_000) }])
})
