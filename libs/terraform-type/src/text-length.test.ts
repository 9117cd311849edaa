import { describe, expect, test } from 'vitest'
import { acceptsValue } from './accepts-value.ts'
import { normalizeTexts, textLength } from './text-length.ts'

// Numbers that Terraform 1.11 gives.
test.each([
  ['a decomposed letter', 'e\u0301', 1],
  ['flags, and half of one', '🇩🇪🇫🇷🇪', 3],
  ['a family', '👨\u200d👩\u200d👧', 1],
  ['a skin tone', '👍🏽', 1],
  ['a keycap', '1\ufe0f\u20e3', 1],
  ['Hangul jamo', '\u1100\u1161\u11a8', 1],
  ['two initial jamo', '\u1100\u1100\u1161', 1],
  ['a Windows line end', 'a\r\nb', 3],
  ['a joiner between letters', 'a\u200db', 2],
  ['a soft hyphen', 'a\u00adb', 3],
  ['a byte order mark', 'a\ufeffb', 3],
  ['joined consonants', 'क्ष', 2],
  ['a sign before a digit', '\u06001', 1],
  ['Thai', 'กำ', 1],
])('%s', (_, text, length) => {
  expect(textLength(text)).toBe(length)
})

describe('values are checked as Terraform keeps them', () => {
  const accepts = (text: string, rules: object) =>
    acceptsValue({ kind: 'string' }, text, { constraints: [{ path: '', ...rules }] })

  test('composed', () => {
    expect(accepts('e\u0301', { allowedValues: ['é'] })).toBe(true)
    expect(accepts('e\u0301', { pattern: '^é$' })).toBe(true)
    expect(accepts('e\u0301e\u0301', { maxLength: 2 })).toBe(true)
    expect(accepts('👨\u200d👩\u200d👧', { minLength: 2 })).toBe(false)
  })

  test('also in keys and in what has to be unique', () => {
    expect(normalizeTexts({ 'e\u0301': ['e\u0301', 1, null] })).toEqual({ é: ['é', 1, null] })
    const type = { kind: 'list', element: { kind: 'string' } } as const
    const constraints = [{ path: '', uniqueItems: true }] as const
    expect(acceptsValue(type, ['é', 'e\u0301'], { constraints })).toBe(false)
  })
})
