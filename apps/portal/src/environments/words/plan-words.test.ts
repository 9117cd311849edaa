import { describe, expect, it } from 'vitest'
import { describeLaterPlans, joinWords, summarizePlan, type PlanAction } from './plan-words.ts'

const grain = (name: string, actions?: readonly PlanAction[], goal = 'apply') => ({
  ...{ name, goal, after: [] },
  steps: [{ name: 'plan', state: actions === undefined ? 'pending' : 'done' }],
  ...(actions === undefined
    ? {}
    : {
        plan: {
          changesOutputs: false,
          actions: actions.map((action, index) => ({ action, address: `thing.${index}`, type: 'thing' })),
        },
      }),
})

describe('summarizePlan', () => {
  const summaryOf = (...grains: ReturnType<typeof grain>[]) => summarizePlan({ grains })

  it('says nothing before there is a plan', () => {
    expect(summaryOf(grain('a'))).toBeUndefined()
  })

  it('counts what is done to resources in all parts', () => {
    expect(summaryOf(grain('a', ['create']))).toBe('Creates 1 resource.')
    expect(summaryOf(grain('a', ['create', 'read', 'destroy']), grain('b', ['create', 'update']))).toBe(
      'Creates 2 resources, changes 1 and destroys 1.',
    )
    expect(summaryOf(grain('a', ['replace', 'destroy', 'destroy']))).toBe(
      'Replaces 1 resource and destroys 2.',
    )
  })

  it('tells of what is done in the past', () => {
    const grains = [grain('a', ['create', 'create']), grain('b', ['run'], 'restart')]
    expect(summarizePlan({ grains }, 'past')).toBe('Created 2 resources and restarted 1.')
    expect(summarizePlan({ grains: [grain('a', [])] }, 'past')).toBe('Changed nothing.')
  })

  it('names what happens to resources that stay as they are', () => {
    expect(summaryOf(grain('a', ['run', 'run'], 'restart'))).toBe('Restarts 2 resources.')
    expect(summaryOf(grain('a', ['run'], 'power-off'), grain('b', ['destroy'], 'destroy'))).toBe(
      'Destroys 1 resource and powers off 1.',
    )
    expect(summaryOf(grain('a', ['run'], 'something-new'))).toBe('Acts on 1 resource.')
  })

  it('tells an empty plan from one that changes outputs', () => {
    const empty = grain('a', ['read'])
    expect(summaryOf(empty)).toBe('Changes nothing.')
    expect(summarizePlan({ grains: [{ ...empty, plan: { actions: [], changesOutputs: true } }] })).toBe(
      'Changes only outputs.',
    )
  })
})

describe('describeLaterPlans', () => {
  it('names the parts whose plan follows, or counts them', () => {
    const planned = grain('network', ['create'])
    expect(describeLaterPlans({ grains: [grain('a')] })).toBeUndefined()
    expect(describeLaterPlans({ grains: [planned] })).toBeUndefined()
    expect(describeLaterPlans({ grains: [planned, grain('app')] })).toMatch(/^app builds on these: its plan/)
    expect(describeLaterPlans({ grains: [planned, grain('a'), grain('b')] })).toMatch(/^a and b build/)
    const many = ['a', 'b', 'c', 'd'].map((name) => grain(name))
    expect(describeLaterPlans({ grains: [planned, ...many] })).toMatch(/^4 parts build/)
  })

  it('leaves out those that failed before', () => {
    const failed = { ...grain('a'), steps: [{ name: 'init', state: 'failed' }] }
    expect(describeLaterPlans({ grains: [grain('network', ['create']), failed] })).toBeUndefined()
  })
})

it('joins words as people do', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(joinWords)).toEqual(['', 'a', 'a and b', 'a, b and c'])
})
