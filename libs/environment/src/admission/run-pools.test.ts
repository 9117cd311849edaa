import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findMisplaced, findUnservedPool, type PlacedRun } from './run-pools.ts'

const pool = fc.constantFrom(undefined, 'emea', 'apac')
const placed = fc.record({
  id: fc.string(),
  spaceId: fc.constantFrom('a', 'b'),
  status: fc.constantFrom('admitted' as const, 'running' as const),
  pool,
})
const situation = fc.record({
  runs: fc.array(placed, { maxLength: 10 }),
  demanded: fc.record({ a: pool, b: pool }),
  served: fc.subarray(['emea', 'apac']),
})

describe('runs in the wrong pool', () => {
  it('are none that a living worker may have begun, and all that nobody there may begin', () => {
    fc.assert(
      fc.property(situation, ({ runs, demanded, served }) => {
        const of = (spaceId: string) => demanded[spaceId as 'a' | 'b']
        const isServed = (each: string | undefined) => each === undefined || served.includes(each)
        const { withdrawn, abandoned } = findMisplaced<PlacedRun>(runs, { of, served: new Set(served) })
        for (const run of runs) {
          const mayBegin = isServed(run.pool) && run.pool === of(run.spaceId)
          expect(withdrawn.includes(run)).toBe(run.status === 'admitted' && !mayBegin)
          if (!abandoned.includes(run)) continue
          expect(run.status).toBe('running')
          expect([isServed(run.pool), isServed(of(run.spaceId))]).toEqual([false, true])
        }
        expect(
          runs.filter((run) => run.status === 'running' && !isServed(run.pool) && isServed(of(run.spaceId))),
        ).toEqual(abandoned)
      }),
    )
  })

  it.each([
    ['queued', 'emea', undefined, ['default'], 'emea'],
    ['queued', undefined, 'emea', ['emea'], 'default'],
    ['queued', 'emea', undefined, ['emea'], undefined],
    ['admitted', 'apac', 'emea', ['apac'], 'emea'],
    ['running', undefined, 'emea', ['emea'], undefined],
    ['waiting', 'emea', undefined, [], undefined],
    ['failed', 'emea', 'emea', [], undefined],
  ] as const)(
    'a run that is %s, demanding %s, in %s, with workers of %j, waits in vain for %s',
    (...given) => {
      const [status, demanded, own, served, expected] = given
      expect(findUnservedPool({ status, pool: own }, { demanded, served: new Set(served) })).toBe(expected)
    },
  )
})
