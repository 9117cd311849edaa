import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Blueprint, BlueprintInput } from '../blueprint.ts'
import { changelogLines } from './changelog-lines.ts'
import { describeChange } from './describe-change.ts'
import { diffBlueprints } from './diff-blueprints.ts'
import { anyUpdate } from './mutated-blueprint.arbitrary.ts'
import { plainQuote } from './quote.ts'
import { withoutSecrets } from './without-secrets.ts'

function blueprint(inputs: Blueprint['inputs'], rest: Partial<Blueprint> = {}): Blueprint {
  return { spec_version: 2, inputs, grains: {}, ...rest }
}

function inputLines(from: BlueprintInput, to: BlueprintInput): readonly string[] {
  return changelogLines(diffBlueprints(blueprint({ a: from }), blueprint({ a: to })))
}

describe('changelogLines', () => {
  test('tells what breaks first, with old and new values', () => {
    const from = blueprint(
      { engine: { default: 'a' }, size: { type: 'number', maximum: 9, default: 1 }, 'a`b': null },
      {
        outputs: { id: { value: '{{ .grains.a.outputs.id }}' }, url: { value: 'x' } },
        grains: {
          a: { kind: 'terraform', spec: { source: { store: 'm', path: 'a', commit: '0123456789abcdef' } } },
          b: { kind: 'terraform', spec: { source: { store: 'm', path: 'b' }, inputs: [{ x: 'secret' }] } },
        },
      },
    )
    const to = blueprint(
      {
        engine: null,
        size: { type: 'number', maximum: 5, default: 2 },
        zones: { type: 'list(string)', default: ['a'] },
        rules: { type: 'list(object({ port = number }))' },
      },
      {
        description: 'Text.',
        outputs: { url: { value: 'y', sensitive: true } },
        grains: {
          a: { kind: 'terraform', spec: { source: { store: 'm', path: 'a', commit: 'fedcba9876543210' } } },
          b: { kind: 'opentofu', spec: { source: { store: 'm', path: 'c' }, inputs: [{ x: 'other' }] } },
        },
      },
    )
    expect(changelogLines(diffBlueprints(from, to)).join('\n')).toMatchInlineSnapshot(`
      "**Breaking:** input \`\` a\`b \`\` was removed.
      **Breaking:** input \`engine\` is now required; its default was \`"a"\`.
      **Breaking:** input \`size\` accepts fewer values: now \`at most 5\`, previously \`at most 9\`.
      **Breaking:** input \`rules\` was added and is required.
      **Breaking:** output \`id\` was removed.
      **Breaking:** output \`url\` is now a secret, so its value is hidden.
      **Breaking:** the kind of grain \`b\` changed: now \`opentofu\`, previously \`terraform\`.
      The default of input \`size\` changed from \`1\` to \`2\`.
      Input \`zones\` was added; its default is \`["a"]\`.
      Output \`url\` has a different source: now \`y\`, previously \`x\`.
      The source of grain \`b\` changed: now \`m/c\`, previously \`m/b\`.
      Grain \`b\` gets different values: \`x\`.
      The description changed.
      The revision of grain \`a\` changed: now \`fedcba987654\`, previously \`0123456789ab\`."
    `)
  })

  test('tells what happened inside a type, and no more than people read', () => {
    const from = { type: 'list(object({ a = string, b = optional(number), c = bool, d = any, e = any }))' }
    const to = { type: 'list(object({ a = set(string), b = number, f = optional(any), g = any, e = any }))' }
    expect(inputLines(from, to)).toMatchInlineSnapshot(`
      [
        "**Breaking:** input \`a\` accepts different values: attribute \`[*].c\` was removed, attribute \`[*].d\` was removed, the type of \`[*].a\` changed from \`string\` to \`set(string)\`, and 3 more.",
      ]
    `)
    expect(inputLines({ type: 'list(string)' }, { type: 'set(string)' })).toMatchInlineSnapshot(`
      [
        "**Breaking:** input \`a\` accepts fewer values: its type changed from \`list(string)\` to \`set(string)\`.",
      ]
    `)
    expect(inputLines({ type: 'list(strng)' }, { type: `object({ ${'a'.repeat(99)} = x })` }))
      .toMatchInlineSnapshot(`
        [
          "**Breaking:** input \`a\` accepts different values: its type changed from \`list(strng)\` to \`object({ aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\`.",
        ]
      `)
  })

  test('tells rules in words', () => {
    const type = 'list(string)'
    expect(
      inputLines(
        { type, 'min-items': 1, constraints: { '[*]': { 'allowed-values': ['a', 'b'] } } },
        {
          type,
          'unique-items': true,
          constraints: { '[*]': { 'allowed-values': ['b', 'c'], pattern: '^`b' } },
        },
      ),
    ).toMatchInlineSnapshot(`
      [
        "**Breaking:** input \`a\` accepts fewer values: now \`no item twice\`.",
        "**Breaking:** input \`a\` at \`[*]\` no longer accepts \`a\` and now also accepts \`c\`.",
        "**Breaking:** input \`a\` at \`[*]\` accepts fewer values: now \`\` matching ^\`b \`\`.",
        "Input \`a\` accepts more values: \`at least 1 item\` no longer applies.",
      ]
    `)
  })

  test('foreign text stays inside inline code, on one line, and short', () => {
    fc.assert(
      fc.property(anyUpdate, ([from, to]) => {
        for (const line of changelogLines(diffBlueprints(from, to))) {
          const words = line.replace(/(?<!`)(`+)(?!`).*?[^`]\1(?!`)/g, '').replace(/^\*\*Breaking:\*\* /, '')
          expect(words).toMatch(/^[\w ,:;.-]*$/)
          expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202e]/u)
          expect(line.length).toBeLessThan(1200)
        }
      }),
    )
  })
})

describe('secrets', () => {
  const secret = (value: string): BlueprintInput => ({ sensitive: true, default: value })
  const updates: readonly (readonly [Blueprint['inputs'], Blueprint['inputs']])[] = [
    [{ a: secret('hunter1') }, { a: secret('hunter2') }],
    [{ a: secret('hunter1') }, { b: secret('hunter2') }],
    [{ a: secret('hunter1') }, { a: { default: 'hunter2' } }],
    [{ a: secret('hunter1') }, { a: null }],
    [{ a: null }, { a: secret('hunter2') }],
  ]

  test.each(updates)('are told nowhere: %j, %j', (from, to) => {
    const changes = diffBlueprints(blueprint(from), blueprint(to))
    expect(changes).not.toEqual([])
    expect(changelogLines(changes).join()).not.toContain('hunter')
    expect(JSON.stringify(changes.map(withoutSecrets))).not.toContain('hunter')
    expect(changes.map((change) => describeChange(change, plainQuote)).join()).not.toContain('hunter')
  })
})

test('on a terminal, control characters of names do nothing', () => {
  const [change] = diffBlueprints(blueprint({}), blueprint({ '\u001b[31mred\n': null }))
  expect(describeChange(change!, plainQuote)).toBe('input "␛[31mred " was added and is required')
})
