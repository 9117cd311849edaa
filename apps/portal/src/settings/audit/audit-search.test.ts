import { expect, test } from 'vitest'
import { isFiltered, parseAuditSearch, toAuditFilter } from './audit-search.ts'

const now = new Date('2026-03-14T12:00:00.000Z')

test('an address says which events to show, and what makes no sense in it is left out', () => {
  const raw = { who: ' ada ', action: 'secret', target: 12, result: 'refused', range: 'week', account: true }
  const search = {
    who: 'ada',
    action: 'secret',
    target: '12',
    result: 'refused',
    range: 'week',
    account: true,
  }
  expect(parseAuditSearch(raw)).toEqual(search)
  expect(
    parseAuditSearch({ who: '', result: 'x', range: 'year', from: '2026-01-01', account: 'no' }),
  ).toEqual({})
  expect(parseAuditSearch({ range: 'custom', from: '2026-02-31x', to: '2026-02-01' })).toEqual({
    ...{ range: 'custom', to: '2026-02-01' },
  })
})

test('the API is asked for times, whole days of this time zone', () => {
  expect(toAuditFilter({}, now)).toEqual({ account: false })
  expect(toAuditFilter({ who: 'ada', result: 'done', range: 'day' }, now)).toEqual({
    ...{ actor: 'ada', result: 'done', since: '2026-03-13T12:00:00.000Z', account: false },
  })
  const { since, until } = toAuditFilter({ range: 'custom', from: '2026-01-31', to: '2026-01-31' }, now)
  expect(since).toBe(new Date(2026, 0, 31).toISOString())
  expect(until).toBe(new Date(2026, 1, 1).toISOString())
})

test('the account alone is no filter', () => {
  expect(isFiltered({ account: true })).toBe(false)
  expect(isFiltered({ account: true, who: 'ada' })).toBe(true)
})
