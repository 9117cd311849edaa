import { appRouter } from '@groundplan/api'
import fc from 'fast-check'
import { z } from 'zod'

/** What of JSON Schema the inputs of procedures use. */
interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly propertyNames?: Schema
  readonly minimum?: number
  readonly maximum?: number
  readonly maxItems?: number
}

/** Texts that break programs which do not expect them. */
const hostileTexts = [
  ...['', ' ', '\0', '\u{1F4A5}', '\uD800', '..', '../../etc/passwd', '%', '_', "'; drop table member; --"],
  ...['__proto__', 'constructor', 'toString', '{{ .inputs.x }}', '<script>', '-1', '1e309', 'a'.repeat(3000)],
  ...[
    '2026-02-30',
    '9999-12-31T23:59:60Z',
    'https://127.0.0.1:1/',
    'file:///etc/passwd',
    '*',
    '**',
    '\\',
    '\n',
  ],
]
const hostileNumbers = [0, -1, 1, 0.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e308, -0]
const hostileValues: readonly unknown[] = [null, true, [], {}, [[]], { a: { b: [] } }, [null], 7, 'x']

/** Inputs of a procedure, some as its schema has them and some not. `words` are names and ids that exist. */
export function arbitraryInput(path: string, words: readonly string[]): fc.Arbitrary<unknown> {
  const fitting = fromSchema(inputSchemaOf(path), words)
  return fc.oneof(
    { weight: 6, arbitrary: fitting },
    { weight: 1, arbitrary: fc.constantFrom(...hostileValues, undefined) },
    {
      weight: 1,
      arbitrary: fc.tuple(fitting, fc.jsonValue({ maxDepth: 2 })).map(([input, extra]) => mix(input, extra)),
    },
  )
}

function inputSchemaOf(path: string): Schema {
  const procedures = appRouter._def.procedures as unknown as Readonly<
    Record<string, { readonly _def: { readonly inputs: readonly z.ZodType[] } }>
  >
  const [input] = procedures[path]?._def.inputs ?? []
  if (input === undefined) return {}
  return z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema
}

function fromSchema(schema: Schema, words: readonly string[]): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives !== undefined) return fc.oneof(...alternatives.map((each) => fromSchema(each, words)))
  if (schema.allOf !== undefined)
    return fc
      .tuple(...schema.allOf.map((each) => fromSchema(each, words)))
      .map((parts) => Object.assign({}, ...parts) as unknown)
  if (schema.type === 'object') return objectOf(schema, words)
  if (schema.type === 'array') return fc.array(fromSchema(schema.items ?? {}, words), { maxLength: 4 })
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'null') return fc.constant(null)
  if (schema.type === 'integer' || schema.type === 'number')
    return fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constantFrom(...hostileNumbers))
  if (schema.type === 'string') return texts(words)
  return fc.oneof(fc.jsonValue({ maxDepth: 2 }), texts(words))
}

function objectOf(
  { properties = {}, required = [], additionalProperties, propertyNames }: Schema,
  words: readonly string[],
) {
  const known = Object.fromEntries(
    Object.entries(properties).map(([name, each]) => [name, fromSchema(each, words)]),
  )
  const record = fc.record(known, {
    requiredKeys: Object.keys(known).filter((name) => required.includes(name)),
  })
  if (typeof additionalProperties !== 'object') return record
  const names = propertyNames === undefined ? texts(words) : fromSchema(propertyNames, words)
  const others = fc.dictionary(names.map(String), fromSchema(additionalProperties, words), { maxKeys: 3 })
  return fc.tuple(record, others).map(([own, more]) => ({ ...own, ...more }))
}

function texts(words: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...words) },
    { weight: 2, arbitrary: fc.constantFrom(...hostileTexts) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  )
}

/** Puts something else in the place of one part. */
function mix(input: unknown, extra: unknown): unknown {
  if (typeof input !== 'object' || input === null) return extra
  const [first] = Object.keys(input)
  return first === undefined ? { extra } : { ...input, [first]: extra }
}
