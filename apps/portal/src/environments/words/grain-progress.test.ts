import { describe, expect, it } from 'vitest'
import { formatDuration, grainProgress, stepName } from './grain-progress.ts'

const names = ['fetch', 'init', 'plan', 'apply', 'outputs']
const planOf = (decision?: 'waiting' | 'allowed') => ({
  ...{ actions: [], changesOutputs: false },
  ...(decision === undefined ? {} : { decision }),
})

/** The states of the steps in order; the rest is pending. */
const steps = (...states: readonly string[]) =>
  names.map((name, index) => ({ name, state: states[index] ?? 'pending' }))
const done = (count: number) => Array.from({ length: count }, () => 'done')

describe('how far a part is', () => {
  it.each([
    ['Waiting', 'apply', steps(), undefined],
    ['Getting the code', 'apply', steps('running'), undefined],
    ['Planning', 'apply', steps(...done(2), 'running'), undefined],
    ['Planned', 'apply', steps(...done(3)), planOf()],
    ['Waiting for approval', 'apply', steps(...done(3)), planOf('waiting')],
    ['Applying', 'apply', steps(...done(3), 'running'), planOf('allowed')],
    ['Destroying', 'destroy', steps(...done(3), 'running'), planOf('allowed')],
    ['Reading outputs', 'apply', steps(...done(4), 'running'), planOf('allowed')],
    ['Complete', 'apply', steps(...done(5)), planOf('allowed')],
    ['Powered off', 'power-off', steps(...done(5)), planOf('allowed')],
    ['Nothing to change', 'apply', steps(...done(3), 'skipped', 'done'), planOf()],
    ['Skipped', 'apply', steps(...names.map(() => 'skipped')), undefined],
    ['Plan failed', 'apply', steps(...done(2), 'failed', 'skipped', 'skipped'), undefined],
    ['Destroy failed', 'destroy', steps(...done(3), 'failed', 'skipped'), planOf('allowed')],
  ])('is %s (%s)', (label, goal, given, plan) => {
    expect(grainProgress({ steps: given, goal, plan }).label).toBe(label)
  })
})

it('what applies a plan is called after what is wanted', () => {
  expect(stepName({ name: 'apply' }, 'destroy')).toBe('Destroy')
  expect(stepName({ name: 'apply' }, 'apply')).toBe('Apply')
  expect(stepName({ name: 'init' }, 'destroy')).toBe('Prepare')
})

it('a length of time has at most two units', () => {
  const given = [10, 1000, 61_000, 120_000, 3_660_000, 7_200_000, Number.NaN, -1]
  expect(given.map(formatDuration)).toEqual([
    ...['< 1 s', '1 s', '1 min 1 s', '2 min', '1 h 1 min', '2 h', '', ''],
  ])
})
