import { describe, expect, it } from 'vitest'
import { maximumParts, parseComposeSearch, splitParts } from './compose-search.ts'

describe('parseComposeSearch', () => {
  it('takes each name once, from text or a list', () => {
    expect(parseComposeSearch({ parts: 'network, rds-postgres,,network' })).toEqual({
      parts: 'network,rds-postgres',
    })
    expect(parseComposeSearch({ parts: ['network', 5] })).toEqual({ parts: 'network,5' })
    expect(parseComposeSearch({})).toEqual({})
    expect(parseComposeSearch({ parts: null })).toEqual({})
  })

  it('takes only so many', () => {
    const names = Array.from({ length: 90 }, (_, index) => `part-${index}`)
    expect(splitParts(names.join(','))).toHaveLength(maximumParts)
    expect(splitParts('x'.repeat(101))).toEqual([])
  })
})
