import { expect, test } from 'vitest'
import { markdownQuote, plainQuote } from './quote.ts'

test.each([
  ['a\u202Eb\u200Bc', 'a<U+202E>b<U+200B>c'],
  ['\u001B[31mred', '␛[31mred'],
  ['one\r\n\ttwo\u2028three', 'one two three'],
  ['half \uD83D', 'half \uFFFD'],
  ['^(a|b)$', '^(a|b)$'],
  ['', '""'],
])('foreign text in a change is on one line and can all be seen: %j', (text, shown) => {
  expect(plainQuote.value(text)).toBe(shown)
  expect(markdownQuote.value(text)).toBe(`\`${shown}\``)
})

test('backticks in it do not end the inline code, and long texts are cut', () => {
  expect(markdownQuote.name('a`b``c')).toBe('``` a`b``c ```')
  expect([...plainQuote.value('\u200B'.repeat(10_000_000))]).toHaveLength(80)
})
