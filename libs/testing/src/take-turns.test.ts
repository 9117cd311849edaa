import { afterEach, expect, test, vi } from 'vitest'
import { takeTurns } from './take-turns.ts'

const all = ['a', 'b', 'c']

afterEach(() => vi.unstubAllEnvs())

test('all hosts are tried, unless runs take turns', () => {
  vi.stubEnv('GROUNDPLAN_HOST_ROTATION', undefined)
  expect(takeTurns(all)).toEqual(all)
  const turns = [0, 1, 2, 3].map((turn) => {
    vi.stubEnv('GROUNDPLAN_HOST_ROTATION', String(turn))
    return takeTurns(all)
  })
  expect(turns).toEqual([['a'], ['b'], ['c'], ['a']])
})

test('a turn that is not a number is an error', () => {
  vi.stubEnv('GROUNDPLAN_HOST_ROTATION', 'github')
  expect(() => takeTurns(all)).toThrow('not a whole number')
})
