import { compare, isComparison } from './compare.ts'
import { callFunction } from './call-function.ts'
import { splatElement, type Expression } from '../expression/expression.ts'
import { requireOneKind } from './one-kind.ts'
import { always, and, Inexpressible, isAbsent, isPresent, not, or } from './predicate.ts'
import { everyItem, listItems, loopsOf, mapItems } from './sequence.ts'
import { elementsOf, item, placeCases, sequence, type Scope } from './scope.ts'
import { nullness, truth } from './truth.ts'
import { attributeCases } from './attribute-cases.ts'
import { addLiterals } from './add-literals.ts'
import { booleanCases, flatMapCases, isDefined, literalCase, type Cases, type Value } from './value.ts'

/** Evaluates an expression. Throws Inexpressible for anything that is not fully supported. */
export function evaluate(expression: Expression, scope: Scope): Cases {
  switch (expression.kind) {
    case 'literal':
      return [literalCase(always, expression.value)]
    case 'name':
      return scope.names.get(expression.name) ?? fail()
    case 'attribute':
      return evaluateAttribute(expression, scope)
    case 'index':
      return evaluateIndex(expression, scope)
    case 'splat':
      return evaluateSplat(expression, scope)
    case 'list':
      return evaluateList(expression.items, scope)
    case 'object':
      return evaluateObject(expression.entries, scope)
    case 'unary':
      return evaluateUnary(expression, scope)
    case 'binary':
      return evaluateBinary(expression, scope)
    case 'conditional':
      return evaluateConditional(expression, scope)
    case 'for':
      return evaluateFor(expression, scope)
    case 'call':
      return callFunction(expression, { scope, evaluate })
    case 'exact-number':
    case 'template':
      return fail()
  }
}

function fail(): never {
  throw new Inexpressible()
}

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>

function evaluateAttribute({ object, name }: Of<'attribute'>, scope: Scope): Cases {
  if (object.kind === 'name' && object.name === 'var' && !scope.names.has('var'))
    return name === scope.variable ? placeCases(scope.root) : fail()
  return attributeCases(evaluate(object, scope), name)
}

function evaluateIndex({ collection, key }: Of<'index'>, scope: Scope): Cases {
  if (key.kind !== 'literal' || typeof key.value !== 'string') return fail()
  return attributeCases(evaluate(collection, scope), key.value)
}

function evaluateSplat({ collection, each }: Of<'splat'>, scope: Scope): Cases {
  return flatMapCases(evaluate(collection, scope), (value) => {
    const loop = (elements: Value) =>
      loopCases(elements, {
        scope,
        bind: (cases) => ({ ...scope, names: new Map(scope.names).set(splatElement, cases) }),
        value: each,
        filter: undefined,
      })
    if (value.kind === 'sequence') return loop(value)
    if (value.kind !== 'place') return fail()
    const { place } = value
    if (place.type.kind === 'list' || place.type.kind === 'set') return loop(value)
    if (place.type.kind === 'any' || place.type.kind === 'tuple') return fail()
    // A single value becomes a list of one element, or an empty list if it is null.
    return [
      ...flatMapCases([{ when: isPresent(place), value: sequence([item(placeCases(place))]) }], loop),
      { when: isAbsent(place), value: sequence([]) },
    ]
  })
}

function evaluateList(items: readonly Expression[], scope: Scope): Cases {
  const all = items.map((one) => evaluate(one, scope))
  return [{ when: and(...all.map(isDefined)), value: sequence(all.map((cases) => item(cases))) }]
}

function evaluateObject(entries: Of<'object'>['entries'], scope: Scope): Cases {
  const all = entries.map(([name, one]) => {
    if (typeof name !== 'string') return fail()
    return [name, evaluate(one, scope)] as const
  })
  const when = and(...all.map(([, cases]) => isDefined(cases)))
  return [{ when, value: { kind: 'object', entries: new Map(all) } }]
}

function evaluateUnary({ operator, operand }: Of<'unary'>, scope: Scope): Cases {
  if (operator !== '!') return fail()
  const cases = evaluate(operand, scope)
  return booleanCases(truth(cases, false), truth(cases, true))
}

function evaluateBinary({ operator, left, right }: Of<'binary'>, scope: Scope): Cases {
  const [first, second] = [evaluate(left, scope), evaluate(right, scope)]
  // An error on one side counts only where the other side does not decide, and null decides an `&&`: so since Terraform 1.12.
  if (operator === '&&')
    return booleanCases(
      and(truth(first, true), truth(second, true)),
      or(truth(first, false), nullness(first), truth(second, false), nullness(second)),
    )
  if (operator === '||')
    return booleanCases(
      or(truth(first, true), truth(second, true)),
      and(truth(first, false), truth(second, false)),
    )
  if (isComparison(operator)) return compare(operator, first, second)
  if (operator === '+') return addLiterals(first, second)
  return operator === '%' ? remainder(first, second) : fail()
}

function remainder(left: Cases, right: Cases): Cases {
  const [divisor, more] = right
  if (divisor?.value.kind !== 'literal' || more !== undefined) return fail()
  const by = divisor.value.value
  if (typeof by !== 'number' || !Number.isInteger(by) || by <= 0) return fail()
  return flatMapCases(left, (value) => {
    if (value.kind !== 'place' || value.place.type.kind !== 'number') return fail()
    const { place } = value
    return [{ when: isPresent(place), value: { kind: 'remainder', place, divisor: by } }]
  })
}

function evaluateConditional({ condition, whenTrue, whenFalse }: Of<'conditional'>, scope: Scope): Cases {
  const test = evaluate(condition, scope)
  const [first, second] = [evaluate(whenTrue, scope), evaluate(whenFalse, scope)]
  requireOneKind([...first, ...second])
  const cases = [
    ...first.map(({ when, value }) => ({ when: and(truth(test, true), when), value })),
    ...second.map(({ when, value }) => ({ when: and(truth(test, false), when), value })),
  ]
  const isBoolean = cases.every(({ value }) => value.kind === 'literal' && typeof value.value === 'boolean')
  return isBoolean ? booleanCases(truth(cases, true), truth(cases, false)) : cases
}

function evaluateFor({ keyName, valueName, collection, key, value, filter }: Of<'for'>, scope: Scope): Cases {
  if (key !== undefined) fail()
  const bind = (cases: Cases, index: Cases | undefined): Scope => {
    const names = new Map(scope.names).set(valueName, cases)
    if (keyName === undefined) return { ...scope, names }
    names.delete(keyName)
    return { ...scope, names: index === undefined ? names : names.set(keyName, index) }
  }
  if (valueName === 'var' || keyName === 'var') fail()
  return flatMapCases(evaluate(collection, scope), (elements) =>
    loopCases(elements, { scope, bind, value, filter }),
  )
}

interface Loop {
  readonly scope: Scope
  /** The scope of one round. */
  readonly bind: (cases: Cases, key: Cases | undefined) => Scope
  readonly value: Expression
  readonly filter: Expression | undefined
}

function loopCases(elements: Value, { scope, bind, value, filter }: Loop): Cases {
  return elementsOf(elements, scope).map(({ when, value: source }) => {
    const loops = [...scope.loops, ...loopsOf(source.parts).map(({ path }) => path)]
    const rounds = new Map(
      listItems(source.parts).map((part) => {
        const inner = { ...bind(part.cases, part.key), loops }
        const cases = evaluate(value, inner)
        const passes = filter === undefined ? undefined : evaluate(filter, inner)
        return [part, { cases, passes }] as const
      }),
    )
    const defined = everyItem(source.parts, (part) => {
      const { cases = [], passes } = rounds.get(part) ?? {}
      if (passes === undefined) return isDefined(cases)
      // Terraform fails on a filter that is null.
      return and(
        or(truth(passes, true), truth(passes, false)),
        or(not(truth(passes, true)), isDefined(cases)),
      )
    })
    const parts = mapItems(source.parts, (part) => {
      const { cases = [], passes } = rounds.get(part) ?? {}
      const mapped = item(cases, part.key)
      return passes === undefined
        ? [mapped]
        : [{ kind: 'filter', holds: truth(passes, true), parts: [mapped] }]
    })
    return { when: and(when, defined), value: sequence(parts) }
  })
}
