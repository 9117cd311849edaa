import { matchesGlob as matchesInNode } from 'node:path/posix'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findGlobProblem, matchesGlob } from './glob.ts'

test.each<[string, string, boolean]>([
  ['modules/rds-*', 'modules/rds-postgres', true],
  ['modules/rds-*', 'modules/rds-postgres/examples', false],
  ['modules/rds-*', 'modules/sqs', false],
  ['modules/*', 'modules', false],
  ['modules/**', 'modules/a/b', true],
  ['modules/**', 'modules', true],
  ['**/db', 'a/b/db', true],
  ['**/db', 'db', true],
  ['**', '.', true],
  ['.', '.', true],
  ['*', '.', false],
  ['.', 'a', false],
  ['./modules/s3/', 'modules/s3', true],
  ['m?dules/a*c*e', 'modules/abcde', true],
  ['m?dules/a*c*e', 'modules/abcdf', false],
  ['Modules/a', 'modules/a', false],
])('%s and %s: %s', (glob, path, expected) => {
  expect(matchesGlob(glob, path)).toBe(expected)
})

test('a directory matches itself, with stars for any part of its names', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '-', '1'), minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), fc.nat(), (names, at) => {
      const path = names.join('/')
      const starred = [...path].map((char, index) =>
        index === at % path.length && char !== '/' ? '*' : char,
      )
      expect(matchesGlob(path, path) && matchesGlob(starred.join(''), path)).toBe(true)
      expect(matchesGlob('**', path) && matchesGlob(`**/${path}`, path)).toBe(true)
    }),
  )
})

test('long globs and long paths take no time', () => {
  expect(matchesGlob('**/a*'.repeat(300), 'ab/'.repeat(1000))).toBe(true)
  expect(matchesGlob(`${'*a'.repeat(500)}b`, 'a'.repeat(4000))).toBe(false)
})

test('judges as Node.js does what both understand', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 5 })
  const segment = fc.oneof(
    name.filter((text) => !text.includes('**')),
    fc.constant('**'),
  )
  const path = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  })
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), path, (segments, names) => {
      // There, `a/**` does not stand for `a` itself.
      fc.pre(segments.at(-1) !== '**' || segments.length === 1)
      const glob = segments.join('/')
      expect(matchesGlob(glob, names.join('/'))).toBe(matchesInNode(names.join('/'), glob))
      expect(findGlobProblem(glob)).toBeUndefined()
    }),
  )
})

test.each([
  ['', 'is empty'],
  ['!a', 'negation is not supported'],
  ['{a,b}', 'contains brackets'],
  ['[ab]', 'contains brackets'],
  ['a\\*', 'contains a backslash'],
  ['a**', 'combines `**`'],
  ['**b/c', 'combines `**`'],
  ['a'.repeat(301), 'is longer'],
])('%j %s', (glob, problem) => {
  expect(findGlobProblem(glob)).toContain(problem)
})
