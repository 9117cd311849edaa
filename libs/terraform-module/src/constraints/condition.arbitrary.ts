// Over 300 lines: one grammar, whose rules refer to each other.
import fc from 'fast-check'
import type { Json, TerraformType } from '@groundplan/terraform-type'

/** Terraform's result for a condition. Null and `error` (evaluation failed) reject the value, as false does. */
export type Verdict = boolean | null | 'error'

/** A validation condition on `var.x`: its text, and the result that Terraform would give for a value. */
export interface Condition {
  readonly type: TerraformType
  readonly text: string
  readonly verdict: (value: Json) => Verdict
}

/** A value inside of `var.x`, under the names that are bound around it. Throws Failure where it is inside of null. */
interface Place {
  readonly text: string
  readonly type: TerraformType
  readonly valueIn: (scope: Scope) => Json
}

type Scope = Readonly<Record<string, Json>>

interface Clause {
  readonly text: string
  readonly verdict: (scope: Scope) => Verdict
}

class Failure extends Error {}

const string: TerraformType = { kind: 'string' }
const number: TerraformType = { kind: 'number' }
const bool: TerraformType = { kind: 'bool' }
const rule: TerraformType = {
  kind: 'object',
  attributes: [
    { name: 'port', type: number, optional: false },
    { name: 'limit', type: number, optional: true },
    { name: 'open', type: bool, optional: true },
    { name: 'names', type: { kind: 'list', element: string }, optional: false },
  ],
}
const types: readonly TerraformType[] = [
  string,
  number,
  bool,
  rule,
  { kind: 'list', element: string },
  { kind: 'set', element: number },
  { kind: 'map', element: number },
  { kind: 'list', element: rule },
  { kind: 'map', element: { kind: 'list', element: rule } },
]

const words = ['', 'a', 'b', 'ab', 'ba', 'abc', 'a.c', 'A', '😀', 'a\n', 'b\n\n', ' a']
const letters: fc.Arbitrary<string> = fc.constantFrom(...words)
const numbers: fc.Arbitrary<number> = fc.constantFrom(-2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3)

/** Values of a type with null anywhere, near to the bounds that the conditions name. */
export function valuesOf(type: TerraformType): fc.Arbitrary<Json> {
  return fc.option<Json>(presentValuesOf(type), { freq: 7 })
}

function presentValuesOf(type: TerraformType): fc.Arbitrary<Json> {
  switch (type.kind) {
    case 'string':
      return letters
    case 'number':
      return numbers
    case 'bool':
      return fc.boolean()
    case 'list':
      return fc.array(valuesOf(type.element), { maxLength: 3 })
    case 'set':
      return fc.uniqueArray(valuesOf(type.element), { maxLength: 3 })
    case 'map':
      return fc.dictionary(fc.constantFrom('a', 'b', 'ab'), valuesOf(type.element), { noNullPrototype: true })
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
  return clauseOn(place, 3).map(({ text, verdict }) => ({
    type,
    text,
    verdict: (value: Json) => verdict({ 'var.x': value }),
  }))
})

function clauseOn(place: Place, depth: number): fc.Arbitrary<Clause> {
  const simple = simpleClause(place, depth)
  if (depth <= 0) return simple
  const inner = clauseOn(place, depth - 1)
  const operand = fc.oneof(inner, nullTest(place), simpleClause(place, 0))
  return fc.oneof(
    { arbitrary: simple, weight: 5 },
    fc.tuple(operand, operand).map(([left, right]) => joined('&&', left, right)),
    fc.tuple(operand, operand).map(([left, right]) => joined('||', left, right)),
    fc
      .tuple(operand, inner, inner)
      .map(([condition, first, second]) => conditional(condition, first, second)),
    fc.tuple(nullTest(place), inner).map(([test, result]) => conditional(test, always(true), result)),
    inner.map((clause): Clause => ({
      text: `!(${clause.text})`,
      verdict: (scope) => negate(clause.verdict(scope)),
    })),
    inner.map((clause): Clause => ({
      text: `can(${clause.text})`,
      verdict: (scope) => clause.verdict(scope) !== 'error',
    })),
    fc.tuple(inner, fc.boolean()).map(([clause, fallback]): Clause => ({
      text: `try(${clause.text}, ${fallback})`,
      verdict: (scope) => {
        const verdict = clause.verdict(scope)
        return verdict === 'error' ? fallback : verdict
      },
    })),
  )
}

function always(value: boolean): Clause {
  return { text: String(value), verdict: () => value }
}

/** One side that decides is enough, whatever is wrong with the other. Null counts as false in `&&`, and is wrong in `||`. */
function joined(operator: '&&' | '||', left: Clause, right: Clause): Clause {
  const deciding = operator === '||'
  return {
    text: `(${left.text}) ${operator} (${right.text})`,
    verdict: (scope) => {
      const verdicts = [left.verdict(scope), right.verdict(scope)].map((verdict) =>
        verdict === null ? (deciding ? 'error' : false) : verdict,
      )
      if (verdicts.includes(deciding)) return deciding
      return verdicts.includes('error') ? 'error' : !deciding
    },
  }
}

function conditional(condition: Clause, first: Clause, second: Clause): Clause {
  return {
    text: `(${condition.text}) ? (${first.text}) : (${second.text})`,
    verdict: (scope) => {
      const verdict = condition.verdict(scope)
      return typeof verdict === 'boolean' ? (verdict ? first : second).verdict(scope) : 'error'
    },
  }
}

function negate(verdict: Verdict): Verdict {
  return typeof verdict === 'boolean' ? !verdict : 'error'
}

function nullTest(place: Place): fc.Arbitrary<Clause> {
  return fc.constantFrom(true, false).map((absent): Clause => ({
    text: `${place.text} ${absent ? '==' : '!='} null`,
    verdict: attempt((scope) => (place.valueIn(scope) === null) === absent),
  }))
}

/** The verdict of a test; an error where it throws. */
function attempt(test: (scope: Scope) => boolean | null): (scope: Scope) => Verdict {
  return (scope) => {
    try {
      return test(scope)
    } catch (error) {
      if (error instanceof Failure) return 'error'
      throw error
    }
  }
}

function simpleClause(place: Place, depth: number): fc.Arbitrary<Clause> {
  switch (place.type.kind) {
    case 'number':
      return fc.oneof(comparedNumber(place), numberClause(place))
    case 'string':
      return fc.oneof(lengthClause(place), textClause(place))
    case 'bool':
      return fc.constant({
        text: place.text,
        verdict: attempt((scope) => place.valueIn(scope) as boolean | null),
      })
    case 'object':
      return attributeClause(place, depth)
    case 'list':
    case 'set':
    case 'map':
      return depth <= 0
        ? lengthClause(place)
        : fc.oneof(lengthClause(place), loopClause(place, place.type.element, depth))
    default:
      return fc.constant(always(true))
  }
}

function presentIn(place: Place, scope: Scope): NonNullable<Json> {
  const value = place.valueIn(scope)
  if (value === null) throw new Failure()
  return value
}

const operators: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
}

interface Measure {
  readonly text: string
  readonly valueIn: (scope: Scope) => number
}

function compared({ text, valueIn }: Measure, bounds: fc.Arbitrary<number>): fc.Arbitrary<Clause> {
  return fc
    .tuple(fc.constantFrom(...Object.keys(operators)), bounds, fc.boolean())
    .map(([operator, bound, turned]): Clause => ({
      text: turned ? `${bound} ${operator} ${text}` : `${text} ${operator} ${bound}`,
      verdict: attempt((scope) => {
        const value = valueIn(scope)
        return operators[operator]?.(turned ? bound : value, turned ? value : bound) ?? false
      }),
    }))
}

/** Null is equal to no number, and Terraform fails where it is to be less or greater than one. */
function comparedNumber(place: Place): fc.Arbitrary<Clause> {
  const valueIn = (scope: Scope) => presentIn(place, scope) as number
  return compared({ text: place.text, valueIn }, numbers).map((clause) => {
    const fallback = / == /.test(clause.text) ? false : / != /.test(clause.text) || undefined
    return {
      text: clause.text,
      verdict: (scope) => {
        const isNull = attempt((inner) => place.valueIn(inner) === null)(scope)
        return isNull === true && fallback !== undefined ? fallback : clause.verdict(scope)
      },
    }
  })
}

function numberClause(place: Place): fc.Arbitrary<Clause> {
  const allowed = fc.array(numbers, { minLength: 1, maxLength: 3 }).map((list): Clause => ({
    text: `contains([${list.join(', ')}], ${place.text})`,
    verdict: attempt((scope) => list.includes(presentIn(place, scope) as number)),
  }))
  const whole = fc.constantFrom('floor', 'ceil').map((name): Clause => ({
    text: `${name}(${place.text}) == ${place.text}`,
    verdict: attempt((scope) => Number.isInteger(presentIn(place, scope))),
  }))
  const fallback = numbers.chain((value) =>
    compared(
      {
        text: `coalesce(${place.text}, ${value})`,
        valueIn: (scope) => (place.valueIn(scope) ?? value) as number,
      },
      numbers,
    ),
  )
  return fc.oneof(allowed, whole, fallback)
}

function lengthClause(place: Place): fc.Arbitrary<Clause> {
  const bounds = fc.constantFrom(-1, 0, 1, 1.5, 2, 3)
  const valueIn = (scope: Scope) => lengthOf(presentIn(place, scope))
  return compared({ text: `length(${place.text})`, valueIn }, bounds)
}

function lengthOf(value: Json): number {
  if (typeof value === 'string') return [...value].length
  return Array.isArray(value) ? value.length : Object.keys(value as object).length
}

/** Handwritten RE2 patterns with examples that match. */
const patterns: readonly (readonly [string, (text: string) => boolean])[] = [
  ['^a', (text) => text.startsWith('a')],
  ['b$', (text) => text.endsWith('b')],
  ['\\Aab?\\z', (text) => text === 'a' || text === 'ab'],
  ['^.$', (text) => [...text].length === 1 && text !== '\n'],
  ['a.c', (text) => /a[^\n]c/u.test(text)],
  ['(?i)^a$', (text) => text === 'a' || text === 'A'],
  ['^[[:lower:]]+$', (text) => /^[a-z]+$/.test(text)],
  ['\\s', (text) => text.includes('\n') || text.includes(' ')],
  ['^(?P<first>a)', (text) => text.startsWith('a')],
  ['(?m)^a$', (text) => text === 'a' || text === 'a\n'],
]

function textClause(place: Place): fc.Arbitrary<Clause> {
  const test = (text: string, holds: (value: string) => boolean): Clause => ({
    text,
    verdict: attempt((scope) => holds(presentIn(place, scope) as string)),
  })
  const equal = (text: string, isEqual: boolean): Clause => ({
    text: `${place.text} ${isEqual ? '==' : '!='} ${quote(text)}`,
    verdict: attempt((scope) => (place.valueIn(scope) === text) === isEqual),
  })
  return fc.oneof(
    letters.map((text) =>
      test(`startswith(${place.text}, ${quote(text)})`, (value) => value.startsWith(text)),
    ),
    letters.map((text) => test(`endswith(${place.text}, ${quote(text)})`, (value) => value.endsWith(text))),
    letters.map((text) =>
      test(`lower(${place.text}) == ${quote(text)}`, (value) => value.toLowerCase() === text),
    ),
    letters.map((text) =>
      test(`trimspace(${place.text}) == ${quote(text)}`, (value) => value.trim() === text),
    ),
    fc.tuple(letters, fc.boolean()).map(([text, isEqual]) => equal(text, isEqual)),
    fc
      .array(letters, { minLength: 1, maxLength: 3 })
      .map((list) =>
        test(`contains([${list.map(quote).join(', ')}], ${place.text})`, (value) => list.includes(value)),
      ),
    fc.constantFrom(...patterns).map(([pattern, matches]): Clause => ({
      text: `can(regex(${quote(pattern)}, ${place.text}))`,
      verdict: (scope) => attempt((inner) => matches(presentIn(place, inner) as string))(scope) === true,
    })),
  )
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}"`
}

function attributeClause(place: Place, depth: number): fc.Arbitrary<Clause> {
  if (place.type.kind !== 'object') throw new Error('no object')
  return fc.constantFrom(...place.type.attributes).chain((attribute) =>
    clauseOn(
      {
        text: `${place.text}.${attribute.name}`,
        type: attribute.type,
        valueIn: (scope) =>
          (presentIn(place, scope) as Readonly<Record<string, Json>>)[attribute.name] ?? null,
      },
      depth - 1,
    ),
  )
}

function loopClause(place: Place, element: TerraformType, depth: number): fc.Arbitrary<Clause> {
  const name = `each_${depth}`
  const inner: Place = { text: name, type: element, valueIn: (scope) => scope[name] ?? null }
  const key: Place = { text: 'k', type: string, valueIn: (scope) => scope['k'] ?? null }
  const loop = fc.constantFrom<LoopForm[]>('alltrue', 'anytrue', 'none', 'some', 'filtered')
  const ofElements = fc
    .tuple(clauseOn(inner, depth - 1), loop, fc.boolean())
    .map(([clause, form, withKey]) =>
      loopOver(place, { names: withKey ? `k, ${name}` : name, name, clause, form }),
    )
  if (place.type.kind !== 'map') return ofElements
  const ofKeys = fc
    .tuple(clauseOn(key, 0), loop)
    .map(([clause, form]) => loopOver(place, { names: 'k, v', name: 'v', clause, form }))
  return fc.oneof({ arbitrary: ofElements, weight: 3 }, ofKeys)
}

type LoopForm = 'alltrue' | 'anytrue' | 'none' | 'some' | 'filtered'

interface Loop {
  readonly names: string
  readonly name: string
  readonly clause: Clause
  readonly form: LoopForm
}

function loopOver(place: Place, { names, name, clause, form }: Loop): Clause {
  const head = `for ${names} in ${place.text}`
  const texts: Readonly<Record<LoopForm, string>> = {
    alltrue: `alltrue([${head} : ${clause.text}])`,
    anytrue: `anytrue([${head} : ${clause.text}])`,
    none: `length([${head} : true if ${clause.text}]) == 0`,
    some: `length([${head} : true if ${clause.text}]) > 0`,
    filtered: `alltrue([${head} : false if ${clause.text}])`,
  }
  return {
    text: texts[form],
    verdict: (scope) => {
      const collection = attempt((inner) => presentIn(place, inner) !== undefined)(scope)
      if (collection === 'error') return collection
      const entries = Object.entries(place.valueIn(scope) as object)
      const verdicts = entries.map(([k, item]: [string, Json]) =>
        clause.verdict({ ...scope, k, [name]: item }),
      )
      if (verdicts.includes('error')) return 'error'
      if (form === 'alltrue') return verdicts.every((verdict) => verdict === true)
      // A filter has to be true or false.
      if (form !== 'anytrue' && verdicts.includes(null)) return 'error'
      return verdicts.includes(true) === (form === 'anytrue' || form === 'some')
    },
  }
}
