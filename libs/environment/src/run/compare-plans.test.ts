import { describe, expect, it } from 'vitest'
import { comparePlans } from './compare-plans.ts'
import type { GrainPlan, PlanAction } from '../model/run.ts'

const plan = (actions: Readonly<Record<string, PlanAction>>, changesOutputs = false): GrainPlan => ({
  ...{ changesOutputs, digest: 'd', sealed: 's' },
  actions: Object.entries(actions).map(([address, action]) => ({ address, type: 't', action })),
})

describe('a plan that was made again', () => {
  const allowed = plan({ a: 'create', b: 'update', c: 'replace', d: 'destroy' }, true)

  it.each([
    ['nothing is left', plan({}), 'nothing-left'],
    ['the same is to be done', allowed, 'covered'],
    ['the rest is to be done', plan({ d: 'destroy' }), 'covered'],
    ['what was created in part is replaced', plan({ a: 'replace' }), 'covered'],
    ['what was to be replaced is gone', plan({ c: 'create' }), 'covered'],
    ['something is read', plan({ x: 'read' }), 'covered'],
    ['another thing changes', plan({ x: 'create' }), 'different'],
    ['what was to be updated is replaced', plan({ b: 'replace' }), 'different'],
    ['what was to be created is destroyed', plan({ a: 'destroy' }), 'different'],
    ['what was to be destroyed is updated', plan({ d: 'update' }), 'different'],
  ] as const)('if %s: %#', (_, again, expected) => {
    expect(comparePlans(allowed, again)).toBe(expected)
  })

  it('is different if the type of a thing is, or if outputs change that did not', () => {
    const [action] = allowed.actions
    if (action === undefined) return expect.unreachable()
    expect(comparePlans(allowed, { ...allowed, actions: [{ ...action, type: 'other' }] })).toBe('different')
    expect(comparePlans(plan({ a: 'create' }), plan({}, true))).toBe('different')
  })
})
