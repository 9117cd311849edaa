import fc from 'fast-check'
import { eventTypes } from '@groundplan/events'
import { ConflictError } from '@groundplan/errors'
import { describe, expect, it } from 'vitest'
import { requestFacts, requestKindNames } from '../model/request-kinds.ts'
import { advance, findRefusal, isOver, type Lifecycle } from './advance.ts'
import { environmentStateNames, environmentStates } from './environment-states.ts'
import { environmentEventTypes, transitionOf, type EnvironmentEventType } from './environment-transitions.ts'

/** States in which something is done with the environment, so that a run holds it. */
const busy = ['planning', 'waiting-for-approval', 'launching', 'updating', 'ending']
const empty = ['draft', 'planning', 'waiting-for-approval', 'cancelled', 'ended']

/** What the world adds: applies create resources before anybody knows how they end, and destroying may take everything away. */
type Happening =
  { readonly event: EnvironmentEventType } | { readonly resources: 'created' | 'all-destroyed' }

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...environmentEventTypes).map((event) => ({ event })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('created' as const, 'all-destroyed' as const)
      .map((resources) => ({ resources })),
  },
)

/** Follows what can happen and leaves out the rest, as a store that refuses it does. */
function follow(happenings: readonly Happening[]): readonly Lifecycle[] {
  const path: Lifecycle[] = []
  let count = 0
  for (const happening of happenings) {
    const before = path.at(-1)
    if ('event' in happening) {
      if (findRefusal(before, happening.event) !== undefined) continue
      path.push(advance(before, happening.event, `run ${(count += 1)}`))
    } else if (before !== undefined && ['launching', 'updating', 'ending'].includes(before.state)) {
      path.push({ ...before, mayHaveResources: happening.resources === 'created' })
    }
  }
  return path
}

const history = fc
  .array(happening, { maxLength: 200 })
  .map((rest) => follow([{ event: 'environment.created' }, ...rest]))

describe('whatever happens to an environment', () => {
  it('a run holds it exactly while something is done with it', () => {
    fc.assert(
      fc.property(history, (path) => {
        for (const { state, runId } of path) {
          if (busy.includes(state)) expect(runId).toBeDefined()
          if (state === 'draft' || environmentStates[state].final) expect(runId).toBeUndefined()
        }
      }),
    )
  })

  it('another run begins only when the one before has ended', () => {
    fc.assert(
      fc.property(history, (path) => {
        for (const [index, { runId }] of path.entries()) {
          const before = path[index - 1]?.runId
          if (before !== undefined && runId !== undefined) expect(runId).toBe(before)
        }
      }),
    )
  })

  it('it is not lost while it may have resources, unless somebody has it forgotten', () => {
    fc.assert(
      fc.property(history, (path) => {
        for (const lifecycle of path) {
          if (empty.includes(lifecycle.state)) expect(lifecycle.mayHaveResources).toBe(false)
          if (isOver(lifecycle) && lifecycle.mayHaveResources) expect(lifecycle.state).toBe('released')
        }
      }),
    )
  })

  it('nothing follows when it is over', () => {
    fc.assert(
      fc.property(history, (path) => {
        const over = path.findIndex(isOver)
        if (over >= 0) expect(path.slice(over + 1)).toEqual([])
      }),
    )
  })

  it('it can still come to an end', () => {
    fc.assert(
      fc.property(history, (path) => {
        const last = path.at(-1)
        if (last !== undefined) expect(findWayOut(last)).toBeDefined()
      }),
    )
  })
})

/** Events that lead to a final state without resources that nobody knows of. */
function findWayOut(from: Lifecycle): readonly EnvironmentEventType[] | undefined {
  const ways: { readonly at: Lifecycle; readonly events: readonly EnvironmentEventType[] }[] = [
    { at: from, events: [] },
  ]
  const seen = new Set<string>()
  for (const { at, events } of ways) {
    if (isOver(at)) return events
    if (seen.has(JSON.stringify(at))) continue
    seen.add(JSON.stringify(at))
    for (const event of environmentEventTypes) {
      if (findRefusal(at, event) === undefined)
        ways.push({ at: advance(at, event, 'next'), events: [...events, event] })
    }
  }
  return undefined
}

describe('the tables', () => {
  it('every state is reached, and all but final ones lead somewhere else', () => {
    for (const state of environmentStateNames) {
      const reached = environmentEventTypes.filter((event) => transitionOf(event).to === state)
      expect([state, reached.length > 0]).toEqual([state, true])
      const left = environmentEventTypes.filter((event) => {
        const { from, to } = transitionOf(event)
        return from.includes(state) && to !== 'same' && to !== state
      })
      expect([state, left.length > 0]).toEqual([state, !environmentStates[state].final])
    }
  })

  it('every event is one of the audit log', () => {
    expect(
      environmentEventTypes.filter((event) => !(eventTypes as readonly string[]).includes(event)),
    ).toEqual([])
  })

  it('a request either becomes a run or is an event that can happen wherever it is allowed', () => {
    for (const kind of requestKindNames) {
      const { run, event, states } = requestFacts(kind)
      expect([kind, run === undefined]).toEqual([kind, event !== undefined])
      const begins = kind === 'launch' ? 'environment.launch-requested' : 'environment.change-requested'
      for (const state of states) {
        const runId = busy.includes(state) ? 'run' : undefined
        expect([kind, state, findRefusal({ state, mayHaveResources: true, runId }, event ?? begins)]).toEqual(
          [...[kind, state, undefined]],
        )
      }
    }
  })

  it('a refusal says why and changes nothing', () => {
    const before = { state: 'ending', mayHaveResources: true, runId: 'r' } as const
    expect(() => advance(before, 'environment.ended')).toThrow(ConflictError)
    expect(() => advance(before, 'environment.ended')).toThrow('may still have resources')
    expect(() => advance({ ...before, state: 'active' }, 'environment.change-requested', 's')).toThrow(
      'Another request for this environment is in progress.',
    )
    expect(() => advance(undefined, 'environment.launched')).toThrow('is not recorded')
  })
})
