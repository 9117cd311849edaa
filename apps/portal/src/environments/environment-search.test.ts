import { expect, it } from 'vitest'
import { parseUpgradeSearch } from './change/upgrade-search.ts'
import { parseEnvironmentSearch } from './environment-search.ts'
import { parseLaunchSearch } from './launch/launch-search.ts'

it('the address of an environment names a tab and, in its activity, a request', () => {
  expect(parseEnvironmentSearch({ tab: 'activity', request: 'a-1' })).toEqual({
    tab: 'activity',
    request: 'a-1',
  })
  expect(parseEnvironmentSearch({ tab: 'inputs', request: 'a-1' })).toEqual({ tab: 'inputs' })
  expect(parseEnvironmentSearch({ tab: 'overview' })).toEqual({})
  expect(parseEnvironmentSearch({ tab: 'secrets', request: '../x' })).toEqual({})
})

it('the address of a launch or an upgrade names a version', () => {
  expect(parseLaunchSearch({ version: '1.0.0', environment: 'e-1' })).toEqual({
    ...{ version: '1.0.0', environment: 'e-1' },
  })
  expect(parseLaunchSearch({ version: 1, environment: 'a b' })).toEqual({})
  expect([parseUpgradeSearch({ version: '1.2.3' }), parseUpgradeSearch({ version: 'x' })]).toEqual([
    ...[{ version: '1.2.3' }, {}],
  ])
})
