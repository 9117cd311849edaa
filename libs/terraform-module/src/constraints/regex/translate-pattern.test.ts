import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { translatePattern } from './translate-pattern.ts'

describe('translatePattern', () => {
  test('never throws, and returns a valid regular expression', () => {
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
        if (translated !== undefined) new RegExp(translated.text, 'u')
      }),
      { numRuns: caseCount(500) },
    )
  })

  test.each([
    ['^[a-z][a-z0-9-]{1,61}[a-z0-9]$', '^[a-z][a-z0-9-]{1,61}[a-z0-9]$'],
    ['^arn:aws:iam::\\d{12}:role/.+$', '^arn:aws:iam::\\d{12}:role/[^\\n]+$'],
    ['a.b', 'a[^\\n]b'],
    ['(?s)a.b', 'a[\\s\\S]b'],
    ['[.]', '[.]'],
    ['\\.', '\\.'],
    ['\\A\\w+\\z', '^\\w+$'],
    ['(?m)^a$', '(?:^|(?<=\\n))a(?=\\n|$)'],
    ['\\s', '[\\t\\n\\f\\r ]'],
    ['\\S', '[^\\t\\n\\f\\r ]'],
    ['[\\s,]', '[\\t\\n\\f\\r ,]'],
    ['[\\s-z]', '[\\t\\n\\f\\r \\-z]'],
    ['[[:alpha:]_-]', '[A-Za-z_-]'],
    ['[^[:digit:]]', '[^0-9]'],
    ['[]a]', '[\\]a]'],
    ['[^]a]', '[^\\]a]'],
    ['[a[b]', '[a\\[b]'],
    ['\\-\\_\\@\\"', '-_@"'],
    ['(?:a|b)+?', '(?:a|b)+?'],
    ['^$|^é😀$', '^$|^é😀$'],
    ['(?P<name>a)(?<other>b)', '(a)(b)'],
    ['(?i)ask1', '[Aa][Ssſ][Kk\u212a]1'],
    ['a(?i:b)c', 'a(?:[Bb])c'],
    ['(a(?i)b|c)d', '(a[Bb]|[Cc])d'],
    ['(?i)[a-c]', '[A-Ca-c]'],
    ['(?i)[^a]', '[^Aa]'],
    ['\\Qa.b\\E', 'a\\.b'],
    ['\\x41\\x{1F600}\\101\\v', 'A😀A\\v'],
    ['a{,5}', 'a\\{,5\\}'],
    ['{{a}}', '\\{\\{a\\}\\}'],
    ['[A-z]', '[A-z]'],
  ])('%s becomes %s', (re2, expected) => {
    expect(translatePattern(re2)?.text).toBe(expected)
  })

  test.each([
    ['Unicode classes', '\\pL'],
    ['Unicode classes in braces', '[\\p{Greek}]'],
    ['letters beyond ASCII without regard to case', '(?i)é'],
    ['one name for two groups', '(?P<a>b)(?P<a>c)'],
    ['flags that are none', '(?x)a'],
    ['classes that are none', '[[:foo:]]'],
    ['\\z as it is in a class', '[\\z]'],
    ['the end of a line before the text ends', '\\Z'],
    ['a character beyond Unicode', '\\x{110000}'],
    ['a single byte', '\\C'],
    ['a class as the end of a range', '[!-\\s]'],
    ['a range that runs backwards', '[z-a]'],
    ['more repetitions than RE2 does', 'a{1001}'],
    ['repetitions that multiply to more', '(?:a{100}){11}'],
    ['a repetition that is repeated', 'a**'],
    ['an assertion that is repeated', '^*'],
    ['a repetition of nothing', '*a'],
    ['bounds that run backwards', 'a{3,2}'],
    ['lookahead, which RE2 does not know', '(?=a)'],
    ['a back-reference, which RE2 does not know', '(a)\\1'],
    ['an escaped letter that is no ASCII', '\\é'],
    ['a pattern that is none', '(a'],
    ['a bracket that closes nothing', 'a)'],
    ['a class that does not end', '[a'],
    ['a backslash at the end', 'a\\'],
  ])('gives nothing for %s', (_, re2) => {
    expect(translatePattern(re2)).toBeUndefined()
  })

  test('white space matches the same characters as in RE2', () => {
    const pattern = new RegExp(translatePattern('^\\s$')?.text ?? '', 'u')
    expect([' ', '\t', '\n', '\f', '\r'].every((text) => pattern.test(text))).toBe(true)
    expect(['\v', '\u00a0', '\u2028', '\ufeff'].some((text) => pattern.test(text))).toBe(false)
  })

  test('a dot takes any character but the new line', () => {
    const pattern = new RegExp(translatePattern('^.$')?.text ?? '', 'u')
    expect(['a', '\r', '\u2028', '😀'].every((text) => pattern.test(text))).toBe(true)
    expect(pattern.test('\n')).toBe(false)
  })
})
