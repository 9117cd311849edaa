import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesModule } from './module-glob.ts'

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
  expect(matchesModule(glob, path)).toBe(expected)
})

test('a directory matches itself, with stars for any part of its names', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '-', '1'), minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), fc.nat(), (names, at) => {
      const path = names.join('/')
      const starred = [...path].map((char, index) =>
        index === at % path.length && char !== '/' ? '*' : char,
      )
      expect(matchesModule(path, path) && matchesModule(starred.join(''), path)).toBe(true)
      expect(matchesModule('**', path) && matchesModule(`**/${path}`, path)).toBe(true)
    }),
  )
})

test('long globs and long paths take no time', () => {
  expect(matchesModule('**/a*'.repeat(300), 'ab/'.repeat(1000))).toBe(true)
  expect(matchesModule(`${'*a'.repeat(500)}b`, 'a'.repeat(4000))).toBe(false)
})
