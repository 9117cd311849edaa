import { expect, test } from 'vitest'
import { parseConstraintPath, typeAtPath } from './constraint-path.ts'
import { parseType } from './parse-type.ts'

test.each([
  ['', []],
  ['[*].port', ['*', 'port']],
  ['.größe[*][*]', ['größe', '*', '*']],
  ['no path', undefined],
  ['[0]', undefined],
])('the steps of "%s" are %j', (path, steps) => {
  expect(parseConstraintPath(path)).toEqual(steps)
})

test.each([
  ['list(object({ a = map(number) }))', '[*].a[*]', 'number'],
  ['string', '', 'string'],
  ['object({ with-dash = bool })', '.with-dash', 'bool'],
  ['list(string)', '.a', undefined],
  ['object({ a = string })', '[*]', undefined],
  ['object({ a = string })', 'a', undefined],
  ['object({ a = string })', '.constructor', undefined],
  ['tuple([string])', '[*]', undefined],
])('in %s the path "%s" leads to %s', (text, path, kind) => {
  const parsed = parseType(text)
  expect(parsed.ok && typeAtPath(parsed.type, path)?.kind).toBe(kind)
})
