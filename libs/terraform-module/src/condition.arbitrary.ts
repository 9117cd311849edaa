import fc from 'fast-check'
import type { Json, TerraformType } from '@groundplan/terraform-type'

/** A validation condition on `var.x`, as text and as what Terraform would say of a value. */
export interface Condition {
  readonly type: TerraformType
  readonly text: string
  /** Throws NullUsed where Terraform fails because something is null. */
  readonly holds: (value: Json) => boolean
}

export class NullUsed extends Error {}

/** A value inside of `var.x`, under the names that are bound around it. */
interface Place {
  readonly text: string
  readonly type: TerraformType
  readonly valueIn: (scope: Scope) => Json
}

type Scope = Readonly<Record<string, Json>>

interface Clause {
  readonly text: string
  readonly holds: (scope: Scope) => boolean
}

const string: TerraformType = { kind: 'string' }
const number: TerraformType = { kind: 'number' }
const rule: TerraformType = {
  kind: 'object',
  attributes: [
    { name: 'port', type: number, optional: false },
    { name: 'limit', type: number, optional: true },
    { name: 'names', type: { kind: 'list', element: string }, optional: false },
  ],
}
const types: readonly TerraformType[] = [
  string,
  number,
  rule,
  { kind: 'list', element: string },
  { kind: 'set', element: number },
  { kind: 'map', element: number },
  { kind: 'list', element: rule },
  { kind: 'map', element: { kind: 'list', element: rule } },
]

const letters: fc.Arbitrary<string> = fc.constantFrom<string[]>(
  '',
  'a',
  'b',
  'ab',
  'ba',
  'abc',
  'a.c',
  'A',
  '😀',
  'a\n',
  'b\n\n',
)
const numbers: fc.Arbitrary<number> = fc.constantFrom<number[]>(-2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3)

/** Values of a type, near to the bounds that the conditions name. */
export function valuesOf(type: TerraformType): fc.Arbitrary<Json> {
  switch (type.kind) {
    case 'string':
      return letters
    case 'number':
      return numbers
    case 'list':
    case 'tuple':
      return fc.array(type.kind === 'list' ? valuesOf(type.element) : letters, { maxLength: 3 })
    case 'set':
      return fc.uniqueArray(valuesOf(type.element), { maxLength: 3 })
    case 'map':
      return fc.dictionary(fc.constantFrom('k', 'l', 'm'), valuesOf(type.element), { noNullPrototype: true })
    case 'object': {
      const required = type.attributes.filter(({ optional }) => !optional).map(({ name }) => name)
      const properties = Object.fromEntries(
        type.attributes.map((attribute) => [attribute.name, valuesOf(attribute.type)]),
      )
      return fc.record(properties, { requiredKeys: required, noNullPrototype: true })
    }
    default:
      return fc.constant(null)
  }
}

export const anyCondition: fc.Arbitrary<Condition> = fc.constantFrom(...types).chain((type) => {
  const place: Place = { text: 'var.x', type, valueIn: (scope) => scope['var.x'] ?? null }
  return clauseOn(place, 3).map(({ text, holds }) => ({
    type,
    text,
    holds: (value: Json) => holds({ 'var.x': value }),
  }))
})

function clauseOn(place: Place, depth: number): fc.Arbitrary<Clause> {
  const simple = simpleClause(place, depth)
  if (depth <= 0) return simple
  const inner = clauseOn(place, depth - 1)
  const test = comparison(place)
  return fc.oneof(
    { arbitrary: simple, weight: 4 },
    fc.tuple(inner, inner).map(([left, right]): Clause => ({
      text: `(${left.text}) && (${right.text})`,
      holds: (scope) => left.holds(scope) && right.holds(scope),
    })),
    fc.tuple(fc.oneof(inner, test), fc.oneof(inner, test)).map(([left, right]): Clause => ({
      text: `(${left.text}) || (${right.text})`,
      holds: (scope) => left.holds(scope) || right.holds(scope),
    })),
    fc.tuple(test, inner).map(([condition, result]): Clause => ({
      text: `${condition.text} ? true : (${result.text})`,
      holds: (scope) => condition.holds(scope) || result.holds(scope),
    })),
    inner.map((result): Clause => ({
      text: `${place.text} != null ? ${result.text} : true`,
      holds: (scope) => (isNull(place.valueIn(scope)) ? true : result.holds(scope)),
    })),
    inner.map((result): Clause => ({ text: `!(${result.text})`, holds: (scope) => !result.holds(scope) })),
  )
}

function isNull(value: Json): boolean {
  return value === null || value === undefined
}

/** `x == null` or another test of the same place. */
function comparison(place: Place): fc.Arbitrary<Clause> {
  const absent: Clause = { text: `${place.text} == null`, holds: (scope) => isNull(place.valueIn(scope)) }
  const turned: Clause = { ...absent, text: `null == ${place.text}` }
  return fc.oneof(fc.constantFrom(absent, turned), simpleClause(place, 0))
}

function simpleClause(place: Place, depth: number): fc.Arbitrary<Clause> {
  switch (place.type.kind) {
    case 'number':
      return fc.oneof(
        compared(place, place.text, (value) => value as number, numbers),
        numberClause(place),
      )
    case 'string':
      return fc.oneof(lengthClause(place), textClause(place))
    case 'object':
      return attributeClause(place, depth)
    case 'list':
    case 'set':
    case 'map':
      return depth <= 0
        ? lengthClause(place)
        : fc.oneof(lengthClause(place), loopClause(place, place.type.element, depth))
    default:
      return fc.constant({ text: 'true', holds: () => true })
  }
}

const operators: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
}

function compared(
  place: Place,
  text: string,
  measure: (value: Json) => number,
  bounds: fc.Arbitrary<number>,
) {
  return fc
    .tuple(fc.constantFrom(...Object.keys(operators)), bounds, fc.boolean())
    .map(([operator, bound, turned]): Clause => ({
      text: turned ? `${bound} ${operator} ${text}` : `${text} ${operator} ${bound}`,
      holds: (scope) => {
        const value = measure(present(place.valueIn(scope)))
        return operators[operator]?.(turned ? bound : value, turned ? value : bound) ?? false
      },
    }))
}

function numberClause(place: Place): fc.Arbitrary<Clause> {
  const allowed = fc.array(numbers, { minLength: 1, maxLength: 3 }).map((list): Clause => ({
    text: `contains([${list.join(', ')}], ${place.text})`,
    holds: (scope) => list.includes(present(place.valueIn(scope)) as number),
  }))
  const whole = fc.constantFrom('floor', 'ceil').map((name): Clause => ({
    text: `${name}(${place.text}) == ${place.text}`,
    holds: (scope) => Number.isInteger(present(place.valueIn(scope))),
  }))
  return fc.oneof(allowed, whole)
}

function lengthClause(place: Place): fc.Arbitrary<Clause> {
  const bounds = fc.constantFrom(-1, 0, 1, 1.5, 2, 3)
  return compared(place, `length(${place.text})`, lengthOf, bounds)
}

function lengthOf(value: Json): number {
  if (typeof value === 'string') return [...value].length
  return Array.isArray(value) ? value.length : Object.keys(value as object).length
}

/** RE2 patterns with what they match, written down by hand. */
const patterns: readonly (readonly [string, (text: string) => boolean])[] = [
  ['^a', (text) => text.startsWith('a')],
  ['b$', (text) => text.endsWith('b')],
  ['\\Aab?\\z', (text) => text === 'a' || text === 'ab'],
  ['^.$', (text) => [...text].length === 1 && text !== '\n'],
  ['a.c', (text) => /a[^\n]c/u.test(text)],
  ['(?i)^a$', (text) => text === 'a' || text === 'A'],
  ['^[[:lower:]]+$', (text) => /^[a-z]+$/.test(text)],
  ['\\s', (text) => text.includes('\n')],
  ['^\\pL$', (text) => text === 'a' || text === 'b' || text === 'A'],
  ['^(?P<first>a)', (text) => text.startsWith('a')],
]

function textClause(place: Place): fc.Arbitrary<Clause> {
  const textIn = (scope: Scope) => present(place.valueIn(scope)) as string
  const quote = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}"`
  return fc.oneof(
    letters.map((text): Clause => ({
      text: `startswith(${place.text}, ${quote(text)})`,
      holds: (scope) => textIn(scope).startsWith(text),
    })),
    letters.map((text): Clause => ({
      text: `endswith(${place.text}, ${quote(text)})`,
      holds: (scope) => textIn(scope).endsWith(text),
    })),
    letters.map((text): Clause => ({
      text: `${place.text} == ${quote(text)}`,
      holds: (scope) => textIn(scope) === text,
    })),
    fc.array(letters, { minLength: 1, maxLength: 3 }).map((list): Clause => ({
      text: `contains([${list.map(quote).join(', ')}], ${place.text})`,
      holds: (scope) => list.includes(textIn(scope)),
    })),
    fc.constantFrom(...patterns).map(([pattern, matches]): Clause => ({
      text: `can(regex(${quote(pattern)}, ${place.text}))`,
      holds: (scope) => matches(textIn(scope)),
    })),
  )
}

function attributeClause(place: Place, depth: number): fc.Arbitrary<Clause> {
  if (place.type.kind !== 'object') throw new Error('no object')
  return fc.constantFrom(...place.type.attributes).chain((attribute) =>
    clauseOn(
      {
        text: `${place.text}.${attribute.name}`,
        type: attribute.type,
        valueIn: (scope) =>
          (present(place.valueIn(scope)) as Readonly<Record<string, Json>>)[attribute.name] ?? null,
      },
      depth - 1,
    ),
  )
}

function loopClause(place: Place, element: TerraformType, depth: number): fc.Arbitrary<Clause> {
  const name = `each_${depth}`
  const inner: Place = { text: name, type: element, valueIn: (scope) => scope[name] ?? null }
  return fc.tuple(clauseOn(inner, depth - 1), fc.boolean()).map(([clause, withKey]): Clause => ({
    text: `alltrue([for ${withKey ? `k, ${name}` : name} in ${place.text} : ${clause.text}])`,
    holds: (scope) =>
      Object.values(present(place.valueIn(scope)) as object).every((item: Json) =>
        clause.holds({ ...scope, [name]: item }),
      ),
  }))
}

function present(value: Json): Json {
  if (isNull(value)) throw new NullUsed()
  return value
}
