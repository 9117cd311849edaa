import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { translatePattern } from './translate-pattern.ts'

describe('translatePattern', () => {
  test('never throws, and what it gives is a regular expression', () => {
    const piece = fc.constantFrom(
      ...[
        '\\',
        '[',
        ']',
        '^',
        '$',
        '(',
        ')',
        '?',
        '*',
        '+',
        '{',
        '}',
        '1',
        ',',
        '-',
        's',
        'S',
        'd',
        'A',
        'a',
        '|',
        '.',
        '😀',
      ],
    )
    const text = fc.oneof(
      fc.uint16Array().map((units) => String.fromCharCode(...units)),
      fc.array(piece).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(text, (source) => {
        const translated = translatePattern(source)
        if (translated !== undefined) new RegExp(translated, 'u')
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['^[a-z][a-z0-9-]{1,61}[a-z0-9]$', '^[a-z][a-z0-9-]{1,61}[a-z0-9]$'],
    ['^arn:aws:iam::\\d{12}:role/.+$', '^arn:aws:iam::\\d{12}:role/[^\\n]+$'],
    ['a.b', 'a[^\\n]b'],
    ['[.]', '[.]'],
    ['\\.', '\\.'],
    ['\\A\\w+\\z', '^\\w+$'],
    ['\\s', '[\\t\\n\\f\\r ]'],
    ['\\S', '[^\\t\\n\\f\\r ]'],
    ['[\\s,]', '[\\t\\n\\f\\r ,]'],
    ['\\-\\_\\@\\"', '-_@"'],
    ['(?:a|b)+?', '(?:a|b)+?'],
    ['^$|^é😀$', '^$|^é😀$'],
  ])('%s becomes %s', (re2, expected) => {
    expect(translatePattern(re2)).toBe(expected)
  })

  test.each([
    ['flags', '(?i)abc'],
    ['flags inside', 'a(?s:.)'],
    ['named groups', '(?P<name>a)'],
    ['groups with the newer name syntax', '(?<name>a)'],
    ['POSIX classes', '^[[:alpha:]]+$'],
    ['Unicode classes', '\\pL'],
    ['Unicode classes in braces', '\\p{Greek}'],
    ['\\z as it is in a class', '[\\z]'],
    ['a vertical tab', '\\v'],
    ['hexadecimal escapes', '\\x{10FFFF}'],
    ['octal escapes', '\\123'],
    ['quoted text', '\\Qa.b\\E'],
    ['a single byte', '\\C'],
    ['a closing bracket first in a class', '[]a]'],
    ['a closing bracket first in a negated class', '[^]a]'],
    ['a bracket inside a class', '[a[b]'],
    ['a negated class inside a class', '[\\S,]'],
    ['a class as the beginning of a range', '[\\s-z]'],
    ['a class as the end of a range', '[!-\\s]'],
    ['a repetition without lower bound, which is text in RE2', 'a{,5}'],
    ['braces that are text in RE2', '{{a}}'],
    ['more repetitions than RE2 does', 'a{1001}'],
    ['lookahead, which RE2 does not know', '(?=a)'],
    ['a back-reference, which RE2 does not know', '(a)\\1'],
    ['an escaped letter that is no ASCII', '\\é'],
    ['a pattern that is none', '(a'],
    ['a backslash at the end', 'a\\'],
  ])('gives nothing for %s', (_, re2) => {
    expect(translatePattern(re2)).toBeUndefined()
  })

  test('white space is only what RE2 takes for it', () => {
    const pattern = new RegExp(translatePattern('^\\s$') ?? '', 'u')
    expect([' ', '\t', '\n', '\f', '\r'].every((text) => pattern.test(text))).toBe(true)
    expect(['\v', '\u00a0', '\u2028', '\ufeff'].some((text) => pattern.test(text))).toBe(false)
  })

  test('a dot takes any character but the new line', () => {
    const pattern = new RegExp(translatePattern('^.$') ?? '', 'u')
    expect(['a', '\r', '\u2028', '😀'].every((text) => pattern.test(text))).toBe(true)
    expect(pattern.test('\n')).toBe(false)
  })
})
