import fc from 'fast-check'
import { convertValue } from './convert-value.ts'
import { parseNumber } from './exact-number.ts'
import type { Json, ObjectAttribute, TerraformType } from './terraform-type.ts'

const name = fc.oneof(
  fc.constantFrom(
    'a',
    'port',
    'for',
    'optional',
    'null',
    'string',
    '__proto__',
    'größe',
    'with-dash',
    '1',
    '',
  ),
  fc.string({ unit: 'grapheme' }),
)

/** Text as strangers write it: templates, quotes, escapes, control characters, whole Unicode. */
const text = fc.oneof(
  fc.constantFrom(
    '${',
    '$${',
    '%{if}',
    '%%{',
    '\\',
    '\\n',
    '"',
    '#',
    '//',
    '/*',
    '\r\n',
    '\t',
    '\u0000',
    '$',
    '\u2028',
  ),
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.constantFrom('$', '%', '{', '}', '\\', '"', 'a', '\n')).map((parts) => parts.join('')),
)

/** Any constant; no negative zero, which JSON does not know. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
    fc.integer(),
    fc.constantFrom('9007199254740993', '-3.14159265358979323846', '1e400', '12e-400').map(parseNumber),
    text,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(text, tie('json'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).json

/** Any type, nested a few levels deep. */
export const anyType: fc.Arbitrary<TerraformType> = fc.letrec<{ type: TerraformType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constantFrom('string' as const, 'number' as const, 'bool' as const) }),
    fc.record({ kind: fc.constant('any' as const) }),
    fc.record({
      kind: fc.constantFrom('list' as const, 'set' as const, 'map' as const),
      element: tie('type'),
    }),
    fc.record({ kind: fc.constant('tuple' as const), elements: fc.array(tie('type'), { maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('object' as const),
      attributes: fc.uniqueArray(attributeOf(tie('type')), { selector: (item) => item.name, maxLength: 4 }),
    }),
  ),
})).type

function attributeOf(type: fc.Arbitrary<TerraformType>): fc.Arbitrary<ObjectAttribute> {
  return fc.oneof(
    fc.record({ name, type, optional: fc.constant(false) }),
    fc.record({ name, type, optional: fc.constant(true) }),
    fc.record({ name, type, optional: fc.constant(true), default: anyJson }).map((attribute) => {
      return { ...attribute, default: convertValue(attribute.default, attribute.type) }
    }),
  )
}
