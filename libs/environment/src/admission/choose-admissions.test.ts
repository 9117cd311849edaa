import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseAdmissions } from './choose-admissions.ts'

const space = fc.constantFrom('a', 'b', 'c')
const situation = fc.record({
  queued: fc
    .array(space, { maxLength: 30 })
    .map((spaces) => spaces.map((spaceId, id) => ({ id: `${id}`, spaceId }))),
  underWay: fc.array(space, { maxLength: 10 }),
  limits: fc.record({ total: fc.integer({ min: 0, max: 12 }), perSpace: fc.integer({ min: 1, max: 5 }) }),
})

const countIn = (spaces: readonly string[], spaceId: string) =>
  spaces.filter((each) => each === spaceId).length

describe('choosing whose turn it is', () => {
  it('keeps to the limits, takes the oldest of each space, and leaves no place empty that somebody could have', () => {
    fc.assert(
      fc.property(situation, ({ queued, underWay, limits }) => {
        const chosen = chooseAdmissions(queued, underWay, limits)
        const after = [...underWay, ...chosen.map(({ spaceId }) => spaceId)]
        if (chosen.length > 0) expect(after.length).toBeLessThanOrEqual(limits.total)
        for (const spaceId of ['a', 'b', 'c']) {
          const own = queued.filter((run) => run.spaceId === spaceId)
          const got = chosen.filter((run) => run.spaceId === spaceId)
          expect(got).toEqual(own.slice(0, got.length))
          if (got.length > 0) expect(countIn(after, spaceId)).toBeLessThanOrEqual(limits.perSpace)
          const couldHave = got.length < own.length && countIn(after, spaceId) < limits.perSpace
          if (couldHave) expect(after.length).toBeGreaterThanOrEqual(limits.total)
        }
      }),
    )
  })

  it('lets no space wait for the backlog of another one', () => {
    fc.assert(
      fc.property(situation, ({ queued, underWay, limits }) => {
        const chosen = chooseAdmissions(queued, underWay, limits)
        const after = [...underWay, ...chosen.map(({ spaceId }) => spaceId)]
        for (const { spaceId } of chosen) {
          for (const other of ['a', 'b', 'c']) {
            const waits =
              queued.filter((run) => run.spaceId === other).length >
              countIn(
                chosen.map((run) => run.spaceId),
                other,
              )
            // Whoever still waits and may have more has at most one place less.
            if (waits && countIn(after, other) < limits.perSpace)
              expect(countIn(after, spaceId) - countIn(after, other)).toBeLessThanOrEqual(1)
          }
        }
      }),
    )
  })
})
