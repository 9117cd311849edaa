import { describe, expect, it } from 'vitest'
import { chooseSimilar, trigramsOf } from './similar-words.ts'

describe('trigramsOf', () => {
  it('marks where a word begins and ends', () => {
    expect(trigramsOf('redis')).toEqual(['  r', ' re', 'red', 'edi', 'dis', 'is '])
    expect(trigramsOf('vpc')).toEqual(['  v', ' vp', 'vpc', 'pc '])
  })

  it('has none of words that are too short to tell apart', () => {
    expect(trigramsOf('s3')).toEqual([])
  })
})

describe('chooseSimilar', () => {
  it.each([
    ['postgers', 'postgres'],
    ['netwrok', 'network'],
    ['reids', 'redis'],
    ['kubernets', 'kubernetes'],
    ['lamda', 'lambda'],
    ['vpcc', 'vpc'],
    ['databse', 'database'],
  ])('finds what "%s" was to be', (typed, meant) => {
    expect(chooseSimilar(typed, ['region', meant, 'alarm', 'bucket'])).toEqual([meant])
  })

  it('takes the nearest first, and not the word itself', () => {
    expect(chooseSimilar('queue', ['queues', 'queue', 'quee', 'quiz', 'quests'])).toEqual(['quee', 'queues'])
  })
  it('leaves words alone that are too short to tell apart', () => {
    expect(chooseSimilar('at', ['a', 'an', 'cat'])).toEqual([])
    expect(chooseSimilar('cat', ['at'])).toEqual([])
  })
})
