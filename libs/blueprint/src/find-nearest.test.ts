import { expect, test } from 'vitest'
import { findNearest } from './find-nearest.ts'

test.each([
  ['typ', 'type'],
  ['Discription', 'description'],
  ['allowed-valeus', 'allowed-values'],
  ['xyz', undefined],
])('%s most likely meant %s', (word, expected) => {
  expect(findNearest(word, ['type', 'description', 'allowed-values'])).toBe(expected)
})

test('of several the nearest is meant', () => {
  expect(findNearest('inpu', ['outputs', 'inputs', 'input'])).toBe('input')
})

test('two letters that have changed places are one slip', () => {
  expect(findNearest('onwer', ['owner', 'topics'])).toBe('owner')
})
