import { expect, test } from 'vitest'
import { exactVersion, newestVersionInTorque } from './terraform-versions.ts'

test.each([
  ['>= 1.3', '1.5.5'],
  ['~> 1.2', '1.5.5'],
  ['~> 1.2.3', '1.2.9'],
  ['>= 0.15, < 1.0', '0.15.5'],
  ['1.4.6', '1.4.6'],
  ['= v1.1.0', '1.1.0'],
  ['> 1.5.3, != 1.5.5', '1.5.4'],
  ['>= 1.6', undefined],
  ['< 0.14', undefined],
  ['1.5.7', undefined],
  ['newest', undefined],
  ['', undefined],
])('the newest version that Torque runs of %s is %s', (constraint, version) => {
  expect(newestVersionInTorque(constraint)).toBe(version)
})

test('an exact version is told from a range', () => {
  expect(['1.6.2', ' = 1.6.2', '~> 1.6.2', '1.6'].map(exactVersion)).toEqual([
    '1.6.2',
    '1.6.2',
    undefined,
    undefined,
  ])
})
