import { expect, it } from 'vitest'
import { Refusal } from '../model/refusal.ts'
import { parseQuery } from './query-language.ts'
import { selectFields } from './select-fields.ts'

it('leaves of a reply what was asked for', () => {
  const reply = { next: 'n', size: 1, values: [{ id: 1, source: { branch: { name: 'b' }, commit: null } }] }
  expect(selectFields(reply, ['next', 'values.id', 'values.source.branch.name'])).toEqual({
    next: 'n',
    values: [{ id: 1, source: { branch: { name: 'b' } } }],
  })
  expect(selectFields({ merge_commit: null }, ['merge_commit.hash'])).toEqual({ merge_commit: null })
})

it('reads a query with whatever stands in quotes', () => {
  const query = parseQuery(String.raw`source.branch.name="a \"b\" \\c" AND state="OPEN"`)
  expect(query).toEqual([
    { field: 'source.branch.name', operator: '=', value: String.raw`a "b" \c` },
    { field: 'state', operator: '=', value: 'OPEN' },
  ])
  expect(() => parseQuery('name ~ x')).toThrow(Refusal)
})

it('reads a query with times', () => {
  const value = '2026-01-02T03:04:05.678+00:00'
  expect(parseQuery(`updated_on>=${value} AND a="b"`)).toEqual([
    { field: 'updated_on', operator: '>=', value },
    { field: 'a', operator: '=', value: 'b' },
  ])
})
