import { expect, it } from 'vitest'
import { chooseWithin, innerTrigramsOf, mostWithin } from './words-within.ts'

it('finds the words that contain a text after their beginning, the shortest first', () => {
  const words = ['postgresql', 'postgres', 'congress', 'gres', 'gresham', 'rds']
  expect(chooseWithin('gres', words)).toEqual(['congress', 'postgres', 'postgresql'])
})

it('takes no texts of one or two letters, which nearly every word contains', () => {
  expect(chooseWithin('re', ['redis', 'core'])).toEqual([])
  expect(innerTrigramsOf('re')).toEqual([])
})

it('stops at a number of words that a database can look for', () => {
  const words = Array.from({ length: 200 }, (_, index) => `x${index}abc`)
  expect(chooseWithin('abc', words)).toHaveLength(mostWithin)
})

it('knows a trigram of every word that contains the text', () => {
  expect(innerTrigramsOf('gres')).toEqual(['gre', 'res'])
})
