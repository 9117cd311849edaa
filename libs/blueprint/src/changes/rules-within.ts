import {
  parseConstraintPath,
  printType,
  type CollectionType,
  type ConstraintRules,
  type ObjectAttribute,
  type ObjectType,
  type TerraformType,
  type ValueConstraint,
} from '@groundplan/terraform-type'
import { accepts, areKnownValuesAccepted, arePlainRulesImplied } from './plain-rules-within.ts'
import { isSameJson } from './same-json.ts'

/** Known facts about values: their type, and the rules they satisfy. */
export interface Accepted {
  readonly type: TerraformType
  readonly constraints: readonly ValueConstraint[]
}

/** Steps that are left, one for each rule looked at: who nests alternatives in alternatives does not make others wait. */
export interface Budget {
  steps: number
}

/** Whether values of which something is known keep to a constraint that is read with a type. */
interface Question {
  readonly known: Accepted
  readonly wanted: ValueConstraint
  readonly type: TerraformType
  readonly budget: Budget
  /** True if a default, which may have attributes that its type does not know, can stand at or above the place. */
  readonly mayBeDefault: boolean
}

/**
 * True if all values of which this is known, and which are of the type too, keep to the wanted constraint. False if some do not
 * or if that cannot be shown.
 */
export function isImplied(
  known: Accepted,
  wanted: ValueConstraint,
  { type, budget }: Pick<Question, 'type' | 'budget'>,
): boolean {
  const steps = parseConstraintPath(wanted.path)
  // What is no path leads nowhere.
  if (steps === undefined) return true
  return holdsBelow(steps, known.type, { known, wanted, type, budget, mayBeDefault: false })
}

/** Follows the path through both types: up to its place the values have to look the same. */
function holdsBelow(
  [name, ...rest]: readonly string[],
  knownType: TerraformType,
  question: Question,
): boolean {
  const { type } = question
  if (name === undefined) return holdsHere(knownType, question)
  if (type.kind === 'object') return holdsInAttribute([name, ...rest], knownType, { ...question, type })
  // Where there are no elements the rule says nothing.
  if (name !== '*' || !isCollection(type)) return true
  return isCollection(knownType) && holdsBelow(rest, knownType.element, { ...question, type: type.element })
}

function holdsInAttribute(
  [name, ...rest]: readonly string[],
  knownType: TerraformType,
  question: Question & { readonly type: ObjectType },
): boolean {
  const attribute = findAttribute(question.type, name)
  if (attribute === undefined) return true
  if (knownType.kind !== 'object') return false
  const known = findAttribute(knownType, name)
  const isSameDefault = known !== undefined && isSameJson(known.default ?? null, attribute.default ?? null)
  if (!isSameDefault && !acceptsDefault(attribute, rest, question.wanted)) return false
  if (known === undefined) return !question.mayBeDefault
  const mayBeDefault = question.mayBeDefault || (attribute.default ?? null) !== null
  return holdsBelow(rest, known.type, { ...question, type: attribute.type, mayBeDefault })
}

/** True if the attribute's default, which stands where it is absent or null, keeps to the rules. */
function acceptsDefault(
  { type, default: value = null }: ObjectAttribute,
  rest: readonly string[],
  { path: _, ...rules }: ValueConstraint,
): boolean {
  const path = rest.map((name) => (name === '*' ? '[*]' : `.${name}`)).join('')
  return accepts(type, value, { path, ...rules })
}

function holdsHere(knownType: TerraformType, { known, wanted, type, budget }: Question): boolean {
  const { path, ...rules } = wanted
  budget.steps -= countRules([wanted, ...known.constraints])
  if (budget.steps < 0) return false
  const below = known.constraints.flatMap((constraint) => constraintBelow(path, constraint))
  const here = below.filter((constraint) => constraint.path === '').map(({ path: _, ...own }) => own)
  const types = { known: knownType, wanted: type }
  if (areKnownValuesAccepted(here, rules, types)) return true
  const { anyOf, not = [], keys } = rules
  const isSimple = anyOf === undefined && not.length === 0
  if (!isSimple || type.kind === 'any') {
    if (printType(knownType) !== printType(type)) return false
    if (here.some((own) => isSameRules(own, rules))) return true
    // Of `any`, rules decide together of which kind of value they speak.
    if (type.kind === 'any') return false
  }
  return (
    arePlainRulesImplied(here, rules, types) &&
    (keys === undefined || areKeysImplied(here, keys, budget)) &&
    (anyOf === undefined || isOneImplied(anyOf, { type, here, below, budget })) &&
    not.every((refused) => isRefused(refused, { type, here, below, budget }))
  )
}

/** What is known at one place: `here` of the value itself, `below` of it and of values inside. */
interface KnownHere {
  readonly type: TerraformType
  readonly here: readonly ConstraintRules[]
  readonly below: readonly ValueConstraint[]
  readonly budget: Budget
}

type Conjunction = readonly ValueConstraint[]

/** True if one alternative holds for all values, or each of the alternatives known leads to one of these. */
function isOneImplied(
  alternatives: readonly Conjunction[],
  { type, here, below, budget }: KnownHere,
): boolean {
  const isSome = (constraints: Conjunction) =>
    alternatives.some((wanted) => areAllImplied({ type, constraints }, wanted, budget))
  return here.some(({ anyOf }) => anyOf?.every(isSome)) || isSome(below)
}

/** True if what is refused now is within something that is known to be refused. */
function isRefused(refused: Conjunction, { type, here, budget }: KnownHere): boolean {
  return here.some(({ not }) =>
    not?.some((known) => areAllImplied({ type, constraints: refused }, known, budget)),
  )
}

function areAllImplied(known: Accepted, wanted: Conjunction, budget: Budget): boolean {
  return wanted.every((constraint) => isImplied(known, constraint, { type: known.type, budget }))
}

function areKeysImplied(here: readonly ConstraintRules[], keys: ConstraintRules, budget: Budget): boolean {
  const type = { kind: 'string' } as const
  const constraints = here.flatMap((own) => (own.keys === undefined ? [] : [{ ...own.keys, path: '' }]))
  return isImplied({ type, constraints }, { ...keys, path: '' }, { type, budget })
}

function isSameRules(left: ConstraintRules, right: ConstraintRules): boolean {
  // Most differ in their keys, which is seen without looking at all that is in them.
  return Object.keys(left).sort().join() === Object.keys(right).sort().join() && isSameJson(left, right)
}

/** How much there is to look at. */
function countRules(constraints: Conjunction): number {
  let count = constraints.length
  for (const { anyOf = [], not = [] } of constraints)
    for (const alternative of [...anyOf, ...not]) count += countRules(alternative)
  return count
}

/** The constraint as seen from the place, if it is about that place or a place inside. */
function constraintBelow(place: string, { path, ...rules }: ValueConstraint): readonly ValueConstraint[] {
  const inner = path.slice(place.length)
  return path.startsWith(place) && /^(?:$|[.[])/.test(inner) ? [{ path: inner, ...rules }] : []
}

function findAttribute({ attributes }: ObjectType, name: string | undefined): ObjectAttribute | undefined {
  return attributes.find((attribute) => attribute.name === name)
}

function isCollection(type: TerraformType): type is CollectionType {
  return type.kind === 'list' || type.kind === 'set' || type.kind === 'map'
}
