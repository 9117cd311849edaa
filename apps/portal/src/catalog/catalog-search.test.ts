import { describe, expect, it } from 'vitest'
import { parseCatalogSearch, splitValues, toFilter } from './catalog-search.ts'

describe('parseCatalogSearch', () => {
  it('takes numbers, arrays and nonsense from the address', () => {
    expect(parseCatalogSearch({ search: 5, labels: ['aws', 'database'], owners: '@a/b' })).toEqual({
      search: '5',
      labels: 'aws,database',
      owners: '@a/b',
    })
    expect(parseCatalogSearch({ search: { a: 1 }, labels: null, repositories: '' })).toEqual({})
  })

  it('stays within what the server accepts', () => {
    const { search, labels } = parseCatalogSearch({
      search: 'x'.repeat(500),
      labels: Array.from({ length: 90 }, (_, index) => `label-${index}`),
    })
    expect(search).toHaveLength(200)
    expect(splitValues(labels)).toHaveLength(50)
    expect(splitValues('a, a,,b')).toEqual(['a', 'b'])
  })
})

describe('toFilter', () => {
  it('gives every kind as a list', () => {
    expect(toFilter({ search: 'x', providers: 'aws,google' })).toEqual({
      ...{ search: 'x', labels: [], providers: ['aws', 'google'] },
      ...{ repositories: [], owners: [] },
    })
  })
})
