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
  expect([...query]).toEqual([
    ['source.branch.name', String.raw`a "b" \c`],
    ['state', 'OPEN'],
  ])
  expect(() => parseQuery('name ~ x')).toThrow(Refusal)
})
