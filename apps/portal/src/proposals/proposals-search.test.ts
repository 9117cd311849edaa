import { describe, expect, it } from 'vitest'
import { countFilters, parseProposalsSearch, toApiFilters } from './proposals-search.ts'

describe('the address of the proposals page', () => {
  it('keeps what it knows and drops the rest', () => {
    const raw = {
      ...{ status: 'withdrawn', search: 42, repository: 'a', kind: 'new', breaking: false },
      ...{ conflicts: 'yes', age: 'never', sort: 'name', owner: '  ', other: 1 },
    }
    expect(parseProposalsSearch(raw)).toEqual({
      ...{ status: 'withdrawn', search: '42', repository: 'a', kind: 'new', breaking: false, sort: 'name' },
    })
    expect(countFilters(parseProposalsSearch(raw))).toBe(3)
  })

  it('asks for open proposals unless told otherwise, and counts ages in days', () => {
    const now = new Date(2026, 4, 10, 15, 30)
    expect(toApiFilters({}, now)).toEqual({ status: 'open' })
    expect(toApiFilters({ status: 'all', age: 'day' }, now)).toEqual({
      openedAfter: new Date(2026, 4, 10).toISOString(),
    })
    expect(toApiFilters({ age: 'older', sort: 'name' }, now)).toEqual({
      status: 'open',
      openedBefore: new Date(2026, 3, 11).toISOString(),
    })
  })
})
