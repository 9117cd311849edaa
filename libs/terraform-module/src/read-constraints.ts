import {
  typeAtPath,
  type ConstraintRules,
  type TerraformType,
  type ValueConstraint,
} from '@groundplan/terraform-type'
import type { Expression } from './expression/expression.ts'
import { parseExpression } from './expression/parse-expression.ts'
import { translatePattern } from './translate-pattern.ts'

interface Scope {
  readonly variable: string
  readonly type: TerraformType
  /** Names bound by `for` and the path that each stands for. */
  readonly bound: ReadonlyMap<string, string>
  /** False where what is said of every element would be taken for what is said of one. */
  readonly allowsLoops: boolean
}

/**
 * What a validation condition says of the variable's value, if constraints can say exactly the same; otherwise empty.
 * A condition that is only half understood gives nothing.
 */
export function readConstraints(
  condition: string,
  variable: string,
  type: TerraformType,
): readonly ValueConstraint[] {
  const expression = parseExpression(condition)
  if (expression === undefined) return []
  return constraintsOf(expression, { variable, type, bound: new Map(), allowsLoops: true }) ?? []
}

type Constraints = readonly ValueConstraint[] | undefined

function constraintsOf(expression: Expression, scope: Scope): Constraints {
  switch (expression.kind) {
    case 'binary':
      return binaryConstraints(expression, scope)
    case 'conditional':
      return conditionalConstraints(expression, scope)
    case 'call':
      return callConstraints(expression, scope)
    default:
      return undefined
  }
}

type Binary = Extract<Expression, { kind: 'binary' }>

function binaryConstraints({ operator, left, right }: Binary, scope: Scope): Constraints {
  if (operator === '&&') {
    const [first, second] = [constraintsOf(left, scope), constraintsOf(right, scope)]
    return first && second && [...first, ...second]
  }
  if (operator === '||') return orConstraints(left, right, scope)
  if (operator === '==' && isRounded(left, right, scope))
    return at(subjectOf(right, scope), { multipleOf: 1 })
  if (operator === '==' && isRounded(right, left, scope)) return at(subjectOf(left, scope), { multipleOf: 1 })
  return comparison(left, operator, right, scope) ?? comparison(right, flipped[operator] ?? '', left, scope)
}

const flipped: Readonly<Record<string, string>> = { '==': '==', '<': '>', '>': '<', '<=': '>=', '>=': '<=' }

function orConstraints(left: Expression, right: Expression, scope: Scope): Constraints {
  // Absent values are always allowed, so a null guard adds nothing to what it guards.
  const [absentLeft, absentRight] = [nullTest(left, '==', scope), nullTest(right, '==', scope)]
  if (absentLeft !== undefined) return onlyBelow(absentLeft, constraintsOf(right, scope))
  if (absentRight !== undefined) return onlyBelow(absentRight, constraintsOf(left, scope))
  const [first, second] = [choiceOf(left, scope), choiceOf(right, scope)]
  if (first === undefined || first.path !== second?.path) return undefined
  return [{ path: first.path, allowedValues: [...new Set([...first.values, ...second.values])] }]
}

/** The values that a condition on one place allows. "All are a or all are b" is no such condition: it is not "each is a or b". */
function choiceOf(expression: Expression, scope: Scope) {
  const [constraint, more] = constraintsOf(expression, { ...scope, allowsLoops: false }) ?? []
  if (constraint?.allowedValues === undefined || more !== undefined) return undefined
  return { path: constraint.path, values: constraint.allowedValues }
}

function conditionalConstraints(
  { condition, whenTrue, whenFalse }: Extract<Expression, { kind: 'conditional' }>,
  scope: Scope,
): Constraints {
  const absent = nullTest(condition, '==', scope)
  if (absent !== undefined && isTrue(whenTrue)) return onlyBelow(absent, constraintsOf(whenFalse, scope))
  const present = nullTest(condition, '!=', scope)
  if (present !== undefined && isTrue(whenFalse)) return onlyBelow(present, constraintsOf(whenTrue, scope))
  return undefined
}

/** A guard on one value says nothing of rules on another. */
function onlyBelow(path: string, constraints: Constraints): Constraints {
  return constraints?.every((constraint) => isWithin(constraint.path, path)) ? constraints : undefined
}

function isWithin(path: string, outer: string): boolean {
  return path.startsWith(outer) && ['', '.', '['].includes(path.charAt(outer.length))
}

function callConstraints({ name, args }: Extract<Expression, { kind: 'call' }>, scope: Scope): Constraints {
  const [first, second] = args
  if (first === undefined) return undefined
  if (name === 'alltrue' && first.kind === 'for') return eachConstraints(first, scope)
  if (name === 'can' && first.kind === 'call' && first.name === 'regex')
    return regexConstraint(first.args, scope)
  if (second === undefined) return undefined
  if (name === 'contains' && first.kind === 'list')
    return allowedValues(first.items, subjectOf(second, scope))
  if (name === 'startswith' || name === 'endswith') {
    const text = stringValue(second)
    if (text === undefined) return undefined
    const literal = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    return atString(subjectOf(first, scope), {
      pattern: name === 'startswith' ? `^${literal}` : `${literal}$`,
    })
  }
  return undefined
}

function eachConstraints(loop: Extract<Expression, { kind: 'for' }>, scope: Scope): Constraints {
  const collection = collectionOf(loop.collection, scope)
  if (!scope.allowsLoops || collection === undefined || loop.filter !== undefined) return undefined
  if (!['list', 'set', 'map'].includes(collection.type.kind)) return undefined
  const element = `${collection.path}[*]`
  // Two loops over one list name two elements by one path, and a name `var` would hide the variables.
  if ([...scope.bound.values()].includes(element)) return undefined
  if (loop.valueName === 'var' || loop.keyName === 'var') return undefined
  const bound = new Map(scope.bound).set(loop.valueName, element)
  if (loop.keyName !== undefined) bound.delete(loop.keyName)
  return constraintsOf(loop.value, { ...scope, bound })
}

/** What a loop goes over: a collection, or `values(m)` of a map. */
function collectionOf(expression: Expression, scope: Scope): Subject | undefined {
  if (expression.kind !== 'call' || expression.name !== 'values') return subjectOf(expression, scope)
  const [argument] = expression.args
  const map = argument === undefined ? undefined : subjectOf(argument, scope)
  return map?.type.kind === 'map' ? map : undefined
}

function regexConstraint([patternExpression, text]: readonly Expression[], scope: Scope): Constraints {
  const pattern = stringValue(patternExpression)
  const translated = pattern === undefined ? undefined : translatePattern(pattern)
  if (translated === undefined || text === undefined) return undefined
  return atString(subjectOf(text, scope), { pattern: translated })
}

function allowedValues(items: readonly Expression[], subject: Subject | undefined): Constraints {
  const values: (string | number)[] = []
  for (const item of items) {
    if (item.kind !== 'literal' || typeof item.value !== subject?.type.kind) return undefined
    if (typeof item.value === 'string' || typeof item.value === 'number') values.push(item.value)
  }
  return values.length === 0 ? undefined : at(subject, { allowedValues: [...new Set(values)] })
}

function comparison(left: Expression, operator: string, right: Expression, scope: Scope): Constraints {
  if (right.kind !== 'literal') return undefined
  const subject = subjectOf(left, scope)
  if (subject !== undefined && operator === '==') return allowedValues([right], subject)
  if (typeof right.value !== 'number') return undefined
  if (subject?.type.kind === 'number') return at(subject, numberRules(operator, right.value))
  return lengthConstraint(left, operator, right.value, scope)
}

function numberRules(operator: string, value: number): ConstraintRules | undefined {
  if (operator === '>=') return { minimum: value }
  if (operator === '<=') return { maximum: value }
  if (operator === '>') return { exclusiveMinimum: value }
  return operator === '<' ? { exclusiveMaximum: value } : undefined
}

/**
 * Terraform counts what a reader sees as one character, JSON Schema counts code points: the two differ for letters that are
 * composed of several code points only.
 */
function lengthConstraint(left: Expression, operator: string, value: number, scope: Scope): Constraints {
  if (left.kind !== 'call' || left.name !== 'length' || !Number.isInteger(value)) return undefined
  const [argument] = left.args
  const subject = argument === undefined ? undefined : subjectOf(argument, scope)
  const bounds = lengthBounds(operator, value)
  if (bounds === undefined) return undefined
  const { minimum, maximum } = bounds
  const kind = subject?.type.kind
  if (kind === 'string') return at(subject, defined({ minLength: minimum, maxLength: maximum }))
  if (kind === 'list' || kind === 'set') return at(subject, defined({ minItems: minimum, maxItems: maximum }))
  return undefined
}

function lengthBounds(operator: string, value: number): { minimum?: number; maximum?: number } | undefined {
  const bounds = {
    '>=': { minimum: value },
    '>': { minimum: value + 1 },
    '<=': { maximum: value },
    '<': { maximum: value - 1 },
    '==': { minimum: value, maximum: value },
  }[operator]
  return bounds !== undefined && Object.values(bounds).every((bound) => bound >= 0) ? bounds : undefined
}

function defined(rules: Record<string, number | undefined>): ConstraintRules {
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined))
}

interface Subject {
  readonly path: string
  readonly type: TerraformType
}

/** The value inside the variable that an expression names: `var.x`, `var.x.a`, or a name bound by `for`. */
function subjectOf(expression: Expression, scope: Scope): Subject | undefined {
  const path = pathOf(expression, scope)
  const type = path === undefined ? undefined : typeAtPath(scope.type, path)
  return path === undefined || type === undefined ? undefined : { path, type }
}

function pathOf(expression: Expression, scope: Scope): string | undefined {
  if (expression.kind === 'name') return scope.bound.get(expression.name)
  if (expression.kind !== 'attribute') return undefined
  const { object, name } = expression
  if (object.kind === 'name' && object.name === 'var') return name === scope.variable ? '' : undefined
  const path = pathOf(object, scope)
  return path === undefined ? undefined : `${path}.${name}`
}

/** The path that `x == null` (or `!=`) tests, in either order. */
function nullTest(expression: Expression, operator: '==' | '!=', scope: Scope): string | undefined {
  if (expression.kind !== 'binary' || expression.operator !== operator) return undefined
  const { left, right } = expression
  if (right.kind === 'literal' && right.value === null) return subjectOf(left, scope)?.path
  return left.kind === 'literal' && left.value === null ? subjectOf(right, scope)?.path : undefined
}

/** True of `floor(x)` and `x`: where they are equal, x is a whole number. */
function isRounded(rounded: Expression, plain: Expression, scope: Scope): boolean {
  if (rounded.kind !== 'call' || !['floor', 'ceil'].includes(rounded.name)) return false
  const [argument] = rounded.args
  const inner = argument === undefined ? undefined : subjectOf(argument, scope)
  return inner?.type.kind === 'number' && inner.path === subjectOf(plain, scope)?.path
}

function at(subject: Subject | undefined, rules: ConstraintRules | undefined): Constraints {
  return subject === undefined || rules === undefined ? undefined : [{ path: subject.path, ...rules }]
}

function atString(subject: Subject | undefined, rules: ConstraintRules): Constraints {
  return subject?.type.kind === 'string' ? at(subject, rules) : undefined
}

function stringValue(expression: Expression | undefined): string | undefined {
  return expression?.kind === 'literal' && typeof expression.value === 'string' ? expression.value : undefined
}

function isTrue(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === true
}
