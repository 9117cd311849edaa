import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printDiagnostic } from '@groundplan/errors'
import { overlayJsonSchema } from './overlay.ts'
import { parseOverlay } from './parse-overlay.ts'

const file = '.groundplan/blueprint.yaml'
const findings = (text: string) => parseOverlay(file, text).diagnostics.map(printDiagnostic)
const globs = (text: string) => parseOverlay(file, text).entries.map(({ glob }) => glob)

describe('parseOverlay', () => {
  test('gives the defaults, then the modules in the order of the file, also where their names are numbers', () => {
    expect(globs('modules:\n  b: {}\n  "2": {}\n  "1": {}\n  a: {}\ndefaults: {}\n')).toEqual([
      undefined,
      'b',
      '2',
      '1',
      'a',
    ])
  })

  test('reports all schema errors with positions and returns no entries', () => {
    const text = `defaults:
  lables: [a]
  inputs:
    region: { defualt: x, sensitive: false, pattern: 5 }
modules:
  a: { hide: yes }
`
    // In which order the shape is looked at is no promise.
    const expected = [
      `${file}:2:3: error: Unknown key "lables" in defaults. (Did you mean "labels"?)`,
      `${file}:4:27: error: Expected true at defaults.inputs.region.sensitive, found false. (Use exactly this value.)`,
      `${file}:4:45: error: Expected a string at defaults.inputs.region.pattern, found a number. (If it is a single string, put it in quotes.)`,
      `${file}:4:15: error: Unknown key "defualt" in defaults.inputs.region. (Did you mean "default"?)`,
      `${file}:6:8: error: Expected a list at modules.a.hide, found a string. (Use a list, e.g. \`[first, second]\`.)`,
    ]
    expect(findings(text).toSorted()).toEqual(expected.toSorted())
    expect(globs(text)).toEqual([])
  })

  test('a pattern that is none is an error', () => {
    expect(findings('defaults: { inputs: { a: { pattern: "(" } } }')).toEqual([
      `${file}:1:28: error: The pattern of input "a" is not a valid regular expression. (Use ECMAScript syntax with the u flag, and check brackets and backslashes.)`,
    ])
  })

  test('a pattern that can freeze the form is an error', () => {
    expect(findings('modules: { "a/*": { inputs: { b: { pattern: "^(a|aa){1,99}$" } } } }')).toEqual([
      expect.stringContaining(
        `${file}:1:36: error: The pattern of input "b" can take so long to match that the form freezes. (Rewrite it so`,
      ),
    ])
  })

  test('accepts an empty file and one with only comments', () => {
    expect(parseOverlay(file, '')).toEqual({ entries: [], diagnostics: [] })
    expect(parseOverlay(file, '# nothing yet\n')).toEqual({ entries: [], diagnostics: [] })
  })

  test('an input called __proto__ is an input like others', () => {
    const text = 'defaults: { inputs: { __proto__: { unit: x, bogus: 1 } } }'
    expect(findings(text)).toEqual([
      `${file}:1:45: error: Unknown key "bogus" in defaults.inputs.__proto__. (Remove it, or see docs/templates.md for valid keys.)`,
    ])
  })

  test('more modules than anybody has are refused', () => {
    const entries = Array.from({ length: 1001 }, (_, index) => `m${index}: {}`)
    expect(findings(`modules: { ${entries.join(', ')} }`)).toEqual([
      `${file}:1:1: error: modules: At most 1000 entries. (Use a glob that matches several modules.)`,
    ])
  })

  test('no text makes it throw, and no text has entries and errors', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { entries, diagnostics } = parseOverlay(file, text)
        expect(entries.length > 0 && diagnostics.some(({ severity }) => severity === 'error')).toBe(false)
      }),
    )
  })
})

test('the example in the documentation is an overlay', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../../docs/templates.md'), 'utf8')
  const example = /```yaml\n([^]*?)```/.exec(page)?.[1] ?? ''
  expect(findings(example)).toEqual([])
  expect(globs(example)).toEqual([undefined, 'modules/rds-*'])
})

test('the schema for editors accepts what the parser accepts', () => {
  const validate = new Ajv({ strict: false }).compile(overlayJsonSchema())
  const overlay = {
    defaults: { labels: ['a'], hide: ['b'], constants: { c: { d: [1, null] } }, icon: { path: 'a.svg' } },
    modules: { 'modules/*': { inputs: { e: { default: 1, minimum: 0, group: 'G' } }, instructions: 'Hi' } },
  }
  expect([validate(overlay), validate.errors]).toEqual([true, null])
  expect(validate({ defaults: { inputs: { a: { sensitive: false } } } })).toBe(false)
  expect(validate({ default: {} })).toBe(false)
})
