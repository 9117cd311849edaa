import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findJsonError } from './find-json-error.ts'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('findJsonError', () => {
  test('judges every text as JSON.parse does', () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '"',
        '\\',
        '\\u00e9',
        '1',
        '-',
        '.5',
        'e3',
        '0',
        'true',
        'null',
        ' ',
        '\n',
        '\u0085',
        'x',
      ],
    )
    const text = fc.oneof(
      fc.json(),
      fc.tuple(fc.json(), fc.nat(), piece).map(([json, at, other]) => {
        const index = at % (json.length + 1)
        return json.slice(0, index) + other + json.slice(index + 1)
      }),
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(text, (source) => {
        expect(findJsonError(source) === undefined).toBe(isJson(source))
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['', 0, 'Expected a value, found the end.'],
    ['{"a": x}', 6, 'Expected a value, found "x".'],
    ['{"a": 1,}', 8, 'Expected a key, found "}".'],
    ['[1 2]', 3, 'Expected "," or a bracket, found "2".'],
    ['{"a" 1}', 5, 'Expected ":", found "1".'],
    ['{"a": [1}', 8, 'Expected "," or a bracket, found "}".'],
    ['{} {}', 3, 'Expected the end, found "{".'],
    ['{"a', 1, 'Expected a key or "}", found a string that is not complete.'],
    ["{'a': 1}", 1, 'Expected a key or "}", found "\'".'],
  ])('places what is wrong in %j', (text, index, message) => {
    expect(findJsonError(text)).toEqual({ index, message })
  })
})
