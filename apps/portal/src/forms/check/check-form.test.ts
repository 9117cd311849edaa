import type { RJSFSchema } from '@rjsf/utils'
import { expect, test } from 'vitest'
import { checkForm } from './check-form.ts'

const evil = '^(a+)+$'

function check(properties: RJSFSchema['properties'], values: unknown, pulls = 9) {
  const schema: RJSFSchema = { type: 'object', properties }
  return checkForm({ schema, uiSchema: {}, values })
    .take(pulls)
    .map(({ errors, unchecked }) => ({ errors: errors.map(({ stack }) => stack), unchecked }))
    .toArray()
}

const slowText = `${'a'.repeat(60)}!`

test('a form whose rules are all quick is checked once', () => {
  expect(check({ name: { type: 'string', pattern: '^[a-z]+$' } }, { name: 'A' })).toEqual([
    { errors: ['Name: must match ^[a-z]+$'], unchecked: [] },
  ])
})

test('what may take long comes second, and the first answer names it', () => {
  const answers = check(
    { name: { title: 'Bucket', type: 'string', pattern: evil, minLength: 4 }, size: { minimum: 3 } },
    { name: 'b', size: 1 },
  )
  const others = ['Bucket: must have at least 4 characters', 'Size: must be at least 3']
  expect(answers).toEqual([
    { errors: others, unchecked: [{ label: 'Bucket', patterns: [evil] }] },
    { errors: expect.arrayContaining([...others, `Bucket: must match ${evil}`]), unchecked: [] },
  ])
})

test('an input without a value has nothing to check', () => {
  expect(check({ name: { type: 'string', pattern: evil } }, {})).toEqual([{ errors: [], unchecked: [] }])
})

test.each<[string, RJSFSchema, unknown]>([
  ['an item', { type: 'array', items: { pattern: evil } }, [slowText]],
  ['an item of a tuple', { type: 'array', items: [{ pattern: evil }] }, [slowText]],
  ['a value of a map', { type: 'object', additionalProperties: { pattern: evil } }, { x: slowText }],
  ['a key of a map', { type: 'object', propertyNames: { pattern: evil } }, { [slowText]: 1 }],
  [
    'a pattern for names',
    { type: 'object', patternProperties: { [evil]: {} }, additionalProperties: false },
    { [slowText]: 1 },
  ],
  ['an alternative', { anyOf: [{ pattern: evil }, { type: 'null' }] }, slowText],
  ['one of two', { oneOf: [{ pattern: evil }, { type: 'string' }] }, slowText],
  ['a negation', { not: { pattern: evil } }, slowText],
  [
    'a negation of alternatives',
    { not: { not: { anyOf: [{ pattern: evil }, { maxLength: 3 }] } } },
    slowText,
  ],
  ['a condition', { if: { pattern: evil }, then: false, else: { maxLength: 3 } }, slowText],
  [
    'an attribute that is called default',
    { properties: { default: { pattern: evil } } },
    { default: slowText },
  ],
  [
    'an attribute that is called pattern',
    { properties: { pattern: { pattern: evil } } },
    { pattern: slowText },
  ],
  ['a text longer than patterns are judged for', { pattern: '^(a*a*)!$' }, 'a'.repeat(100_000)],
])('%s does not run in the first answer, and is no error there', (_, input, value) => {
  const [first] = check({ name: input }, { name: value }, 1)
  expect(first?.errors).toEqual([])
  expect(first?.unchecked.map(({ label }) => label)).toEqual(['Name'])
})
