import {
  convertValue,
  ExactNumber,
  isJsonList,
  isJsonObject,
  isSameNumber,
  type Json,
} from '@groundplan/terraform-type'
import { splatElement, type Expression, type ObjectEntry } from '../expression/expression.ts'
import { parseExpression } from '../expression/parse-expression.ts'
import { calculate, compareNumbers, isCalculation, negate } from './calculate.ts'

/**
 * The value of an expression without references and function calls, as Terraform computes it: operators, conditionals, `for`,
 * templates, indexes. `undefined` for anything else, for what Terraform refuses, and for numbers with more digits than we keep.
 */
export function evaluateConstant(text: string): Json | undefined {
  const expression = parseExpression(text)
  return expression && evaluateExpression(expression)
}

/** The same for an expression that was parsed already. */
export function evaluateExpression(expression: Expression): Json | undefined {
  try {
    return evaluate(expression, { names: new Map(), budget: { steps: maximumSteps } })
  } catch (error) {
    if (error instanceof NotConstant) return undefined
    throw error
  }
}

/** Loops within loops multiply. */
const maximumSteps = 100_000

class NotConstant extends Error {}

interface Scope {
  readonly names: ReadonlyMap<string, Json>
  readonly budget: { steps: number }
}

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>

function evaluate(expression: Expression, scope: Scope): Json {
  scope.budget.steps -= 1
  if (scope.budget.steps < 0) fail()
  switch (expression.kind) {
    case 'literal':
    case 'exact-number':
      return expression.value
    case 'name':
      return valueOf(scope.names.get(expression.name))
    case 'template':
      return evaluateTemplate(expression, scope)
    case 'list':
      return expression.items.map((item) => evaluate(item, scope))
    case 'object':
      return Object.fromEntries(expression.entries.map((entry) => evaluateEntry(entry, scope)))
    case 'attribute':
      return valueAt(evaluate(expression.object, scope), expression.name)
    case 'index':
      return valueAt(evaluate(expression.collection, scope), evaluate(expression.key, scope))
    case 'splat':
      return evaluateSplat(expression, scope)
    case 'unary':
      return evaluateUnary(expression, scope)
    case 'binary':
      return evaluateBinary(expression, scope)
    case 'conditional':
      return evaluateConditional(expression, scope)
    case 'for':
      return evaluateFor(expression, scope)
    case 'call':
      return fail()
  }
}

function fail(): never {
  throw new NotConstant()
}

/** A template with a single interpolation and no text is the value itself, of any type. */
function evaluateTemplate({ parts }: Of<'template'>, scope: Scope): Json {
  const values = parts.map((part) => (typeof part === 'string' ? part : evaluate(part, scope)))
  const [first] = values
  return values.length === 1 && first !== undefined ? first : values.map(toText).join('')
}

function evaluateEntry([key, value]: ObjectEntry, scope: Scope): [string, Json] {
  return [typeof key === 'string' ? key : toText(evaluate(key, scope)), evaluate(value, scope)]
}

function valueAt(collection: Json, key: Json): Json {
  if (isJsonObject(collection)) {
    const name = toText(key)
    return Object.hasOwn(collection, name) ? (collection[name] ?? null) : fail()
  }
  const index = toNumber(key)
  if (!isJsonList(collection) || typeof index !== 'number' || !Number.isInteger(index)) return fail()
  return valueOf(collection[index])
}

/** `null` is a value as well. */
function valueOf(found: Json | undefined): Json {
  return found === undefined ? fail() : found
}

/** A single value counts as a list of itself, null as an empty list. */
function evaluateSplat({ collection, each }: Of<'splat'>, scope: Scope): Json {
  const value = evaluate(collection, scope)
  const items = isJsonList(value) ? value : value === null ? [] : [value]
  return items.map((item) => evaluate(each, bind(scope, [[splatElement, item]])))
}

function bind({ names, budget }: Scope, added: readonly (readonly [string, Json])[]): Scope {
  return { names: new Map([...names, ...added]), budget }
}

function evaluateUnary({ operator, operand }: Of<'unary'>, scope: Scope): Json {
  const value = evaluate(operand, scope)
  return operator === '!' ? !toBool(value) : negate(toNumber(value))
}

function evaluateBinary({ operator, left, right }: Of<'binary'>, scope: Scope): Json {
  const [first, second] = [evaluate(left, scope), evaluate(right, scope)]
  if (isCalculation(operator)) return calculate(operator, toNumber(first), toNumber(second)) ?? fail()
  switch (operator) {
    case '&&':
      return toBool(first) && toBool(second)
    case '||':
      return toBool(first) || toBool(second)
    case '==':
      return isEqual(first, second)
    case '!=':
      return !isEqual(first, second)
    default:
      return compareNumbers(operator, toNumber(first), toNumber(second))
  }
}

/** Values are compared without conversion. Lists and objects also compare by type, which values here do not carry. */
function isEqual(left: Json, right: Json): boolean {
  if (left === null || right === null) return left === right
  if (isCompound(left) || isCompound(right)) return fail()
  return isNumber(left) && isNumber(right) ? isSameNumber(left, right) : left === right
}

/** Both results have one type: where one is a text, the other one becomes it. */
function evaluateConditional({ condition, whenTrue, whenFalse }: Of<'conditional'>, scope: Scope): Json {
  const holds = toBool(evaluate(condition, scope))
  const [first, second] = [evaluate(whenTrue, scope), evaluate(whenFalse, scope)]
  const [chosen, other] = holds ? [first, second] : [second, first]
  if (chosen === null || other === null || shapeOf(chosen) === shapeOf(other)) return chosen
  if (isCompound(chosen) || isCompound(other)) return fail()
  return typeof chosen === 'string' || typeof other === 'string' ? toText(chosen) : fail()
}

/** Equal for values that have the same type by all that can be seen of them. */
function shapeOf(value: Json): string {
  if (isNumber(value)) return 'number'
  if (value === null || !isCompound(value)) return typeof value
  if (isJsonList(value)) return [...new Set(value.map(shapeOf))].length > 1 ? fail() : 'list'
  const entries = Object.entries(value as Readonly<Record<string, Json>>)
  return JSON.stringify(entries.map(([key, item]) => [key, shapeOf(item)]).toSorted())
}

function evaluateFor(expression: Of<'for'>, scope: Scope): Json {
  const { keyName, valueName, collection, key, value, filter } = expression
  const rounds = entriesOf(evaluate(collection, scope))
    .map(([index, item]) =>
      bind(scope, [...(keyName === undefined ? [] : [[keyName, index] as const]), [valueName, item]]),
    )
    .filter((inner) => filter === undefined || toBool(evaluate(filter, inner)))
  if (key === undefined) return rounds.map((inner) => evaluate(value, inner))
  const entries = rounds.map((inner) => evaluateEntry([key, value], inner))
  const object = new Map(entries)
  return object.size === entries.length ? Object.fromEntries(object) : fail()
}

/** Objects are walked through by name. */
function entriesOf(collection: Json): readonly (readonly [Json, Json])[] {
  if (isJsonList(collection)) return collection.map((item, index) => [index, item])
  if (!isJsonObject(collection)) return fail()
  return Object.entries(collection).toSorted(([left], [right]) => (left < right ? -1 : 1))
}

function toText(value: Json): string {
  const text = convertValue(value, { kind: 'string' })
  return typeof text === 'string' ? text : fail()
}

function toNumber(value: Json): number | ExactNumber {
  const number = convertValue(value, { kind: 'number' })
  return isNumber(number) ? number : fail()
}

function toBool(value: Json): boolean {
  const bool = convertValue(value, { kind: 'bool' })
  return typeof bool === 'boolean' ? bool : fail()
}

function isNumber(value: Json): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber
}

function isCompound(value: Json): boolean {
  return isJsonList(value) || isJsonObject(value)
}
