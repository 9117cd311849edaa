import fc from 'fast-check'
import { parseNumber, type Json } from '@groundplan/terraform-type'
import type { Blueprint, BlueprintInput, BlueprintOutput, BlueprintRuleSet, Grain } from './blueprint.ts'

/** Words that YAML takes for something else, and characters with a meaning of their own. */
const trap = fc.constantFrom(
  ...[
    'on',
    'no',
    'yes',
    'y',
    'N',
    'null',
    '~',
    'true',
    'False',
    '1e3',
    '0x1F',
    '0o7',
    '007',
    '1_000',
    '12:30:45',
    '.inf',
    '.NaN',
  ],
  ...[
    '2001-01-01',
    '<<',
    '=',
    '---',
    '...',
    '- a',
    '? a',
    'a: b',
    'a #b',
    '#',
    ':',
    '@',
    '`',
    '!tag',
    '&anchor',
    '*alias',
    '%a',
  ],
  ...[
    "'",
    '"',
    '\\',
    '|',
    '>',
    '>-',
    '[a]',
    '{a: b}',
    ',',
    '${x}',
    '{{ .inputs.x }}',
    '',
    ' ',
    '\t',
    '\n',
    '\r',
    '\r\n',
    '\n\n',
  ],
  ...[
    '\u0000',
    '\u0007',
    '\u001b[0m',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\u202e',
    '😀',
    'שלום',
    'e\u0301',
    '\u{10ffff}',
  ],
  ...['__proto__', 'constructor', '10', '9'],
)

const text = fc.oneof(
  trap,
  fc.string({ unit: 'grapheme' }),
  fc
    .array(fc.oneof(trap, fc.constantFrom('word', ' ', '  ', '\n', '\n  ', ': ', 'x'.repeat(90))))
    .map((parts) => parts.join('')),
)

const json: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
    fc.constantFrom('9007199254740993', '-3.14159265358979323846', '1e400', '12e-400').map(parseNumber),
    text,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(text, tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).json

const plainRules = {
  'not-null': fc.constant(true as const),
  'allowed-values': fc.array(fc.oneof(text, fc.integer(), fc.boolean()), { minLength: 1, maxLength: 15 }),
  format: fc.constantFrom('ip-range' as const, 'ipv4-range' as const),
  pattern: text,
  minimum: fc.integer(),
  'multiple-of': fc.constantFrom(1, 0.5, 1e-7, 1e21),
  'min-length': fc.nat(),
  'max-items': fc.nat(),
  'unique-items': fc.constant(true as const),
}

const optionalKeys: { requiredKeys: []; noNullPrototype: true } = { requiredKeys: [], noNullPrototype: true }

const rules = {
  ...plainRules,
  keys: fc.record(plainRules, optionalKeys),
  'all-of': ruleSets(1),
  'any-of': ruleSets(2),
  not: ruleSets(1),
}

const constraints = fc.dictionary(text, fc.record(rules, optionalKeys), { maxKeys: 2, noNullPrototype: true })

function ruleSets(depth: number): fc.Arbitrary<BlueprintRuleSet[]> {
  const set: fc.Arbitrary<BlueprintRuleSet> =
    depth === 0
      ? fc.record(plainRules, optionalKeys)
      : fc.record({ ...plainRules, 'any-of': ruleSets(depth - 1), not: ruleSets(depth - 1) }, optionalKeys)
  return fc.array(set, { minLength: 1, maxLength: 2 })
}

const input: fc.Arbitrary<BlueprintInput> = fc.record(
  {
    type: text,
    description: text,
    default: json,
    optional: fc.boolean(),
    sensitive: fc.boolean(),
    ...rules,
    'validation-description': text,
    constraints,
    deprecated: text,
  },
  { requiredKeys: [], noNullPrototype: true },
)

const output: fc.Arbitrary<BlueprintOutput> = fc.record(
  {
    value: text,
    description: text,
    kind: fc.constantFrom('regular' as const, 'link' as const),
    quick: fc.boolean(),
  },
  { requiredKeys: ['value'], noNullPrototype: true },
)

const grain: fc.Arbitrary<Grain> = fc.record(
  {
    kind: fc.constantFrom('terraform' as const, 'opentofu' as const),
    spec: fc.record(
      {
        source: fc.record({ store: text, path: text, commit: text }, { noNullPrototype: true }),
        version: text,
        inputs: fc.array(fc.dictionary(text, json, { minKeys: 1, maxKeys: 1, noNullPrototype: true }), {
          maxLength: 4,
        }),
        outputs: fc.array(text, { maxLength: 14 }),
      },
      { requiredKeys: ['source'], noNullPrototype: true },
    ),
  },
  { noNullPrototype: true },
)

function records<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> {
  return fc.dictionary(text, value, { maxKeys: 4, noNullPrototype: true })
}

/** Any blueprint that has the shape of one, with texts as strangers write them. */
export const anyBlueprint: fc.Arbitrary<Blueprint> = fc.record(
  {
    spec_version: fc.constant(2 as const),
    description: text,
    metadata: fc.record(
      { 'display-name': text, 'blueprint-labels': fc.array(text, { maxLength: 5 }) },
      { requiredKeys: [], noNullPrototype: true },
    ),
    inputs: records(fc.oneof({ arbitrary: input, weight: 9 }, { arbitrary: fc.constant(null), weight: 1 })),
    outputs: records(output),
    grains: records(grain),
  },
  { requiredKeys: ['spec_version', 'grains'], noNullPrototype: true },
)
