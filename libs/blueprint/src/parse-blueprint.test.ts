import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { printDiagnostic } from '@groundplan/errors'
import { stringifyJson } from '@groundplan/terraform-type'
import { describe, expect, test } from 'vitest'
import { parseBlueprint } from './parse-blueprint.ts'

const minimal = 'spec_version: 2\ngrains: {}\n'

function findings(text: string): readonly string[] {
  return parseBlueprint('a.yaml', text).diagnostics.map(printDiagnostic)
}

describe('parseBlueprint', () => {
  test('reads what people write: comments, an input without anything, anchors', () => {
    const text = `# ours\n${minimal}inputs:\n  a: # nothing more to say\n  b: &b { type: number }\n  c: *b\n`
    expect(parseBlueprint('a.yaml', text)).toMatchObject({
      blueprint: { inputs: { a: null, b: { type: 'number' }, c: { type: 'number' } } },
      diagnostics: [],
    })
  })

  test('reports every problem of shape at its own place', () => {
    const text = [
      'spec_version: 2',
      'inputs:',
      '  a:',
      '    typ: string',
      '    minimum: low',
      'grains:',
      '  g:',
      '    kind: helm',
      '    spec:',
      '      source: { store: s, path: ., revison: x }',
    ].join('\n')
    expect(findings(text)).toMatchInlineSnapshot(`
      [
        "a.yaml:4:5: error: Unknown key "typ" in inputs.a. (Did you mean "type"?)",
        "a.yaml:5:5: error: Expected a number at inputs.a.minimum, found a string. (Use a number, e.g. 5.)",
      ]
    `)
  })

  test('an empty file and a list are no blueprints', () => {
    expect(findings('')).toEqual([
      'a.yaml:1:1: error: The file is empty: expected a blueprint. (Use a map: put keys with values below it.)',
    ])
    expect(findings('- a\n')).toEqual([
      'a.yaml:1:1: error: Expected a map, found a list. (Use a map: put keys with values below it.)',
    ])
  })

  test('a syntax error has its place', () => {
    expect(findings('a:\n\tb: 1\n')).toEqual([
      'a.yaml:2:1: error: Tabs are not allowed as indentation (Check indentation, quotes and brackets on that line.)',
    ])
  })

  test('a file of several documents is told where the second begins', () => {
    expect(findings(`${minimal}---\n${minimal}---\n${minimal}`)).toEqual([
      'a.yaml:3:1: error: The file contains several YAML documents; only one is supported. (Split them into separate files, or remove the "---" line.)',
    ])
  })

  test('a key that is there twice is reported where it is there again', () => {
    expect(findings(`${minimal}inputs:\n  a: {}\n  b: {}\n  a: {}\n`)).toEqual([
      'a.yaml:6:3: error: The key "a" is defined twice (Check indentation, quotes and brackets on that line.)',
    ])
  })

  test('dates and words of YAML 1.1 are texts', () => {
    const { blueprint } = parseBlueprint(
      'a.yaml',
      `${minimal}inputs: { a: { default: [2001-01-01, yes, on, 0o7] } }`,
    )
    expect(blueprint?.inputs?.['a']?.default).toEqual(['2001-01-01', 'yes', 'on', 7])
  })

  test('numbers keep every digit in defaults, and rules do not round theirs', () => {
    const { blueprint } = parseBlueprint(
      'a.yaml',
      `${minimal}inputs: { a: { default: [9007199254740993, 1e400, 0xFFFFFFFFFFFFFFFF, 5.0] } }`,
    )
    expect(stringifyJson(blueprint?.inputs?.['a']?.default)).toBe(
      '[9007199254740993,1e400,18446744073709551615,5]',
    )
    expect(findings(`${minimal}inputs: { a: { minimum: 9007199254740993 } }`)).toEqual([
      'a.yaml:3:16: error: Expected a number at inputs.a.minimum, found a number with too many digits. (Use fewer digits.)',
    ])
  })

  test('an input may be called __proto__, and is judged like the others', () => {
    const { blueprint } = parseBlueprint('a.yaml', `${minimal}inputs: { __proto__: { type: number } }`)
    expect(Object.entries(blueprint?.inputs ?? {})).toEqual([['__proto__', { type: 'number' }]])
    expect(findings(`${minimal}inputs:\n  __proto__:\n    typ: number\n__proto__: {}`)).toEqual([
      'a.yaml:5:5: error: Unknown key "typ" in inputs.__proto__. (Did you mean "type"?)',
      expect.stringContaining('a.yaml:6:1: error: Unknown key "__proto__".'),
    ])
  })

  test('numbers that JSON does not know are refused', () => {
    expect(findings(`${minimal}inputs: { a: { default: .inf, minimum: .nan } }`)).toHaveLength(2)
  })

  test('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        ': ',
        '- ',
        '? ',
        '\n',
        '  ',
        '&a ',
        '*a',
        '!t ',
        '"',
        "'",
        '|\n',
        '>\n',
        '{',
        '}',
        '[',
        ']',
        ',',
        '#',
        '%',
        '@',
        '---\n',
        '<<: ',
        '\t',
        '\0',
      ],
    )
    const shape = fc.constantFrom('', minimal, `${minimal}inputs:\n  a:\n    `, `${minimal}inputs: `)
    const text = fc.oneof(
      fc.uint16Array().map((units) => String.fromCharCode(...units)),
      fc.tuple(shape, fc.array(piece)).map(([start, pieces]) => start + pieces.join('')),
    )
    fc.assert(
      fc.property(text, (source) => {
        const { blueprint, diagnostics, locate } = parseBlueprint('a.yaml', source)
        if (blueprint === undefined) expect(diagnostics.length).toBeGreaterThan(0)
        expect(locate(['inputs', 'a', 0, 'x']).line).toBeGreaterThan(0)
      }),
      { numRuns: caseCount(500) },
    )
  })

  test.each([
    ['brackets', '['.repeat(100_000)],
    ['nested keys', '? '.repeat(100_000)],
    [
      'an alias bomb',
      ['a: &a [x,x,x,x,x,x,x,x,x]', ...'bcdefgh'].reduce(
        (text, name) =>
          `${text}\n${name}: &${name} [${Array(9)
            .fill(`*${String.fromCharCode(name.charCodeAt(0) - 1)}`)
            .join()}]`,
      ),
    ],
    ['an alias inside of itself', `${minimal}inputs: { a: { default: &a [*a] } }`],
    ['a file without end', '# x\n'.repeat(300_000)],
    ['very many unknown keys', Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['a very long key', `? ${'k'.repeat(500_000)}\n: 1\n`],
    ['very many findings', '"'.repeat(10_000)],
  ])('%s: a finding or a hundred, not more', (_, text) => {
    const { blueprint, diagnostics } = parseBlueprint('a.yaml', text)
    expect(blueprint).toBeUndefined()
    expect(diagnostics.length).toBeGreaterThan(0)
    expect(diagnostics.length).toBeLessThanOrEqual(200)
  })
})
