import { evaluateExpression, type Expression } from '@groundplan/terraform-module'
import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'
import { printKey } from '../rewrite-references.ts'
import { entriesOf, filtered, itemsOf, joinText, quote, rootFunctions } from './root-functions.ts'
import {
  constant,
  constantOf,
  listOf,
  NotCarried,
  openValue,
  type RootReference,
  type RootValue,
} from './root-value.ts'

/** What names mean in a root module. Each throws NotCarried for what it does not know. */
export interface RootScope {
  variable(name: string): RootValue
  local(name: string): RootValue
  call(name: string): RootValue
  /** The output of a grain. */
  output(grain: string, name: string): RootValue
  /** `each` and `count` of a repeated call, and names that loops define. */
  readonly names: ReadonlyMap<string, RootValue>
}

/** Evaluates as much as is known before the launch, and keeps the rest as references. Throws NotCarried. */
export function evaluateRootExpression(expression: Expression, scope: RootScope): RootValue {
  const evaluate = (each: Expression): RootValue => evaluateRootExpression(each, scope)
  switch (expression.kind) {
    case 'literal':
    case 'exact-number':
      return constant(expression.value)
    case 'name':
      return scope.names.get(expression.name) ?? refuseName(expression.name)
    case 'template':
      return evaluateTemplate(expression.parts, evaluate)
    case 'list':
      return listOf(expression.items.map(evaluate))
    case 'object':
      return evaluateObject(expression, evaluate)
    case 'attribute':
      return evaluateAttribute(expression, scope)
    case 'index':
      return takeAt(evaluate(expression.collection), evaluate(expression.key), scope)
    case 'splat':
      return evaluateSplat(expression, scope)
    case 'for':
      return evaluateFor(expression, scope)
    case 'conditional':
      return evaluateConditional(expression, evaluate)
    case 'call':
      return evaluateCall(expression, evaluate)
    case 'unary':
    case 'binary':
      return calculate(expression, evaluate)
  }
}

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>
type Evaluate = (expression: Expression) => RootValue

function evaluateTemplate(parts: Of<'template'>['parts'], evaluate: Evaluate): RootValue {
  const [only] = parts
  // Terraform passes the value of `"${x}"` on as it is.
  if (parts.length === 1 && only !== undefined && typeof only !== 'string') return evaluate(only)
  return joinText(parts.map((part) => (typeof part === 'string' ? constant(part) : evaluate(part))))
}

function evaluateObject({ entries }: Of<'object'>, evaluate: Evaluate): RootValue {
  return {
    kind: 'object',
    entries: new Map(
      entries.map(([key, value]) => [typeof key === 'string' ? key : keyOf(evaluate(key)), evaluate(value)]),
    ),
  }
}

function keyOf(value: RootValue): string {
  const known = constantOf(value)
  if (typeof known === 'string' || typeof known === 'number') return String(known)
  throw new NotCarried('a key is only known at launch')
}

function evaluateAttribute({ object, name }: Of<'attribute'>, scope: RootScope): RootValue {
  if (object.kind === 'name' && !scope.names.has(object.name)) {
    if (object.name === 'var') return scope.variable(name)
    if (object.name === 'local') return scope.local(name)
    if (object.name === 'module') return scope.call(name)
  }
  return takeAt(evaluateRootExpression(object, scope), constant(name), scope)
}

function refuseName(name: string): never {
  const known: Readonly<Record<string, string>> = {
    path: 'it depends on where the files are',
    terraform: 'it depends on the workspace',
    data: 'it comes from a data source of the root module',
    each: '"each" exists only in calls with for_each',
    count: '"count" exists only in calls with count',
  }
  throw new NotCarried(known[name] ?? `it refers to "${name}", a resource of the root module`)
}

/** `value.key` or `value[key]`. */
function takeAt(value: RootValue, key: RootValue, scope: RootScope): RootValue {
  const known = constantOf(key)
  const opened = openValue(value)
  if (opened.kind === 'reference') return stepInto(opened, key)
  if (known === undefined) throw new NotCarried('an index is only known at launch')
  if (opened.kind === 'call') return scope.output(opened.grain, String(known))
  const found =
    opened.kind === 'list'
      ? opened.items[Number(known)]
      : opened.kind === 'object'
        ? opened.entries.get(String(known))
        : undefined
  if (found === undefined) throw new NotCarried(`there is no "${String(known)}" in it`, true)
  return found
}

function stepInto(reference: RootReference, key: RootValue): RootValue {
  const known = constantOf(key)
  if (key.kind === 'reference' && !key.isFiltered) return filtered(reference, `key_access: ${key.body}`)
  if (typeof known !== 'string' && typeof known !== 'number')
    throw new NotCarried('an index is only known at launch')
  if (reference.isFiltered)
    return filtered(reference, `key_access: ${typeof known === 'number' ? known : quote(known)}`)
  const step =
    typeof known === 'number' ? `[${known}]` : isPlainKey(known) ? `.${known}` : `[${quote(known)}]`
  return { kind: 'reference', body: reference.body + step, isFiltered: false, whole: undefined }
}

/** True of keys that mean nothing else behind a dot: Liquid computes `size`, `first` and `last`. */
function isPlainKey(key: string): boolean {
  return printKey(key) === key && !/^\d/.test(key) && !['size', 'first', 'last'].includes(key)
}

function evaluateSplat({ collection, each }: Of<'splat'>, scope: RootScope): RootValue {
  const value = openValue(evaluateRootExpression(collection, scope))
  if (value.kind === 'reference') {
    if (each.kind === 'name') return value
    if (each.kind === 'attribute' && each.object.kind === 'name')
      return filtered(value, `map: ${quote(each.name)}`)
    throw new NotCarried('it takes something out of the elements of a list that is only known at launch')
  }
  const items = value.kind === 'list' ? value.items : constantOf(value) === null ? [] : [value]
  return listOf(items.map((item) => evaluateRootExpression(each, withNames(scope, [[splatElement, item]]))))
}

/** The name that parsed expressions give the element of a splat. */
const splatElement = '*'

function withNames(scope: RootScope, added: readonly (readonly [string, RootValue])[]): RootScope {
  return { ...scope, names: new Map([...scope.names, ...added]) }
}

function evaluateFor(loop: Of<'for'>, scope: RootScope): RootValue {
  const collection = openValue(evaluateRootExpression(loop.collection, scope))
  const pairs =
    collection.kind === 'object'
      ? [...collection.entries].map(([key, item]) => [constant(key), item] as const)
      : itemsOf(collection).map(
          (item, index) =>
            [collection.kind === 'list' && collection.isSet ? item : constant(index), item] as const,
        )
  const results = pairs.flatMap(([key, item]) => {
    const inner = withNames(scope, [
      ...(loop.keyName === undefined ? [] : [[loop.keyName, key] as const]),
      [loop.valueName, item],
    ])
    const isKept = loop.filter === undefined ? true : boolOf(evaluateRootExpression(loop.filter, inner))
    if (!isKept) return []
    const resultKey = loop.key === undefined ? '' : keyOf(evaluateRootExpression(loop.key, inner))
    return [[resultKey, evaluateRootExpression(loop.value, inner)] as const]
  })
  return loop.key === undefined
    ? listOf(results.map(([, value]) => value))
    : { kind: 'object', entries: new Map(results) }
}

function boolOf(value: RootValue): boolean {
  const known = constantOf(value)
  if (known === true || known === 'true') return true
  if (known === false || known === 'false') return false
  throw new NotCarried('its condition is only known at launch')
}

function evaluateConditional(
  { condition, whenTrue, whenFalse }: Of<'conditional'>,
  evaluate: Evaluate,
): RootValue {
  return evaluate(boolOf(evaluate(condition)) ? whenTrue : whenFalse)
}

function evaluateCall({ name, args }: Of<'call'>, evaluate: Evaluate): RootValue {
  if (name === 'try') return evaluateTry(args, evaluate)
  if (name === 'lookup') return evaluateLookup(args, evaluate)
  const apply = rootFunctions.get(name)
  if (apply === undefined) throw new NotCarried(`blueprints have no function "${name}"`)
  if (name === 'merge' || name === 'concat') return apply(args.map(evaluate), name)
  return apply(args.map(evaluate), name)
}

function evaluateTry(args: readonly Expression[], evaluate: Evaluate): RootValue {
  for (const each of args) {
    try {
      const value = evaluate(each)
      if (value.kind === 'reference' && value.whole === undefined)
        throw new NotCarried('whether the value exists is only known at launch')
      return value
    } catch (error) {
      if (!(error instanceof NotCarried) || !error.isAbsent) throw error
    }
  }
  throw new NotCarried('none of its values exists')
}

function evaluateLookup([map, key, fallback]: readonly Expression[], evaluate: Evaluate): RootValue {
  if (map === undefined || key === undefined) throw new NotCarried('a function lacks an argument')
  const found = entriesOf(evaluate(map)).get(keyOf(evaluate(key)))
  if (found !== undefined) return found
  if (fallback === undefined) throw new NotCarried('the map does not have the key', true)
  return evaluate(fallback)
}

/** Operators work on constants only. */
function calculate(expression: Of<'unary'> | Of<'binary'>, evaluate: Evaluate): RootValue {
  const fold = (operand: Expression): Expression => {
    const known = constantOf(evaluate(operand))
    if (known === undefined) throw new NotCarried('it calculates with a value that is only known at launch')
    return toExpression(known)
  }
  const folded: Expression =
    expression.kind === 'unary'
      ? { ...expression, operand: fold(expression.operand) }
      : { ...expression, left: fold(expression.left), right: fold(expression.right) }
  const result = evaluateExpression(folded)
  if (result === undefined) throw new NotCarried('Terraform calculates it')
  return constant(result)
}

function toExpression(value: Json): Expression {
  if (isJsonList(value)) return { kind: 'list', items: value.map(toExpression) }
  if (isJsonObject(value))
    return { kind: 'object', entries: Object.entries(value).map(([key, item]) => [key, toExpression(item)]) }
  if (typeof value === 'object' && value !== null) return { kind: 'exact-number', value }
  return { kind: 'literal', value }
}
