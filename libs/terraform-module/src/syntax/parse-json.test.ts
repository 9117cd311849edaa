import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJson, type JsonNode } from './parse-json.ts'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('parseJson', () => {
  test('reads every text as JSON.parse does', () => {
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
        fc.pre(!/e[+-]?\d{10}/i.test(source))
        const parsed = parseJson(source)
        expect(parsed.ok).toBe(isJson(source))
        if (parsed.ok) expect(valueOf(parsed.node)).toEqual(JSON.parse(source))
      }),
      { numRuns: caseCount(2_000) },
    )
  })

  test.each([
    ['', 0, 'Expected a value, found the end.'],
    ['{"a": x}', 6, 'Expected a value, found "x".'],
    ['{"a": 1,,}', 8, 'Expected a key, found ",".'],
    ['[1 2]', 3, 'Expected "," or a bracket, found "2".'],
    ['{"a" 1}', 5, 'Expected ":", found "1".'],
    ['{"a": [1}', 8, 'Expected "," or a bracket, found "}".'],
    ['{} {}', 3, 'Expected the end, found "{".'],
    ['{"a', 1, 'Expected a key or "}", found an unterminated or invalid string.'],
    ['[1e9999999999]', 1, 'Expected a value or "]", found "1".'],
    ["{'a': 1}", 1, 'Expected a key or "}", found "\'".'],
  ])('places what is wrong in %j', (text, index, message) => {
    expect(parseJson(text)).toMatchObject({ ok: false, error: { index, message, rule: 'syntax' } })
  })

  test('reports a trailing comma with its position and continues', () => {
    expect(parseJson('{"a": [1, 2 ,], "b": {"c": 3,} }')).toMatchObject({
      ok: true,
      node: { entries: [{ key: 'a', value: { items: [{}, {}] } }, { key: 'b' }] },
      errors: [
        { index: 12, message: 'Unexpected comma before "]".' },
        { index: 28, message: 'Unexpected comma before "}".' },
      ],
    })
  })

  test('keeps places, digits, and keys that come twice or look like numbers, in order', () => {
    const parsed = parseJson('{"b": 1, "10": 9007199254740993, "9": 0.10, "b": true}')
    expect(parsed).toMatchObject({
      ok: true,
      node: {
        entries: [
          { key: 'b', index: 1, value: { kind: 'number', digits: '1' } },
          { key: '10', index: 9, value: { digits: '9007199254740993', index: 15 } },
          { key: '9', value: { digits: '0.10' } },
          { key: 'b', value: { kind: 'constant', value: true } },
        ],
      },
    })
  })

  test('nesting without end is an error, whatever follows', () => {
    expect(parseJson('['.repeat(100_000))).toMatchObject({
      ok: false,
      error: { rule: 'nesting', index: 200 },
    })
  })
})

/** What JSON.parse makes of it: of a key that comes twice the last one counts. */
function valueOf(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, valueOf(value)]))
    case 'array':
      return node.items.map(valueOf)
    case 'number':
      return Number(node.digits)
    default:
      return node.value
  }
}
