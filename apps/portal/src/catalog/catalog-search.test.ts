import { describe, expect, it } from 'vitest'
import { parseCatalogSearch, splitLabels } from './catalog-search.ts'

describe('parseCatalogSearch', () => {
  it('takes numbers, arrays and nonsense from the address', () => {
    expect(parseCatalogSearch({ search: 5, labels: ['aws', 'database'] })).toEqual({
      search: '5',
      labels: 'aws,database',
    })
    expect(parseCatalogSearch({ search: { a: 1 }, labels: null })).toEqual({})
  })

  it('stays within what the server accepts', () => {
    const { search, labels } = parseCatalogSearch({
      search: 'x'.repeat(500),
      labels: Array.from({ length: 90 }, (_, index) => `label-${index}`),
    })
    expect(search).toHaveLength(200)
    expect(splitLabels(labels)).toHaveLength(50)
    expect(splitLabels('a, a,,b')).toEqual(['a', 'b'])
  })
})
