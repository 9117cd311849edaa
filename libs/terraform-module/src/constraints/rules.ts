import type { ConstraintRules, TerraformType, ValueConstraint } from '@groundplan/terraform-type'
import { never, ruleAt, type Predicate, type RulePredicate } from './predicate.ts'

/** The constraints and that the value is not null, said in the first rule on the value itself. */
export function withNotNull(constraints: readonly ValueConstraint[]): readonly ValueConstraint[] {
  const first = constraints.findIndex(({ path }) => path === '')
  if (first < 0) return [{ path: '', notNull: true }, ...constraints]
  return constraints.map((constraint, index) => {
    if (index !== first) return constraint
    const { path, ...rules } = constraint
    return { path, notNull: true, ...rules }
  })
}

/** Alternatives with the choices among values of one place joined into one. */
export function joinChoices(items: readonly Predicate[]): readonly Predicate[] {
  const joined: Predicate[] = []
  for (const item of items) {
    const index = joined.findIndex((other) => isChoice(item) && isChoice(other) && samePlace(item, other))
    const other = joined[index]
    if (!isChoice(item) || other === undefined || !isChoice(other)) joined.push(item)
    else joined[index] = ruleAt(item.place, { allowedValues: union(other.rules, item.rules) })
  }
  return joined
}

/** A conjunction whose choices omit values that the same conjunction excludes. */
export function narrowChoices(items: readonly Predicate[]): readonly Predicate[] {
  const choices = items.filter(isChoice)
  if (choices.length === 0) return items
  const excluded = items.filter(isExclusion)
  return items
    .filter((item) => !isExclusion(item) || !choices.some((choice) => samePlace(choice, item)))
    .map((item) => (isChoice(item) ? without(item, excluded) : item))
}

function without(choice: RulePredicate, exclusions: readonly RulePredicate[]): Predicate {
  const values = exclusions
    .filter((exclusion) => samePlace(choice, exclusion))
    .flatMap(({ rules }) => rules.allowedValues ?? [])
  if (values.length === 0) return choice
  const left = choice.rules.allowedValues?.filter((value) => !values.includes(value)) ?? []
  return left.length === 0 ? never : ruleAt(choice.place, { allowedValues: left })
}

function isExclusion(predicate: Predicate): predicate is RulePredicate {
  return predicate.kind === 'rule' && predicate.negated && predicate.rules.allowedValues !== undefined
}

function isChoice(predicate: Predicate): predicate is RulePredicate {
  return predicate.kind === 'rule' && !predicate.negated && predicate.rules.allowedValues !== undefined
}

function samePlace(left: RulePredicate, right: RulePredicate): boolean {
  return left.place.path === right.place.path
}

function union(left: ConstraintRules, right: ConstraintRules) {
  return [...new Set([...(left.allowedValues ?? []), ...(right.allowedValues ?? [])])]
}

/** Rules that hold of exactly the values, null apart, that the rules of the predicate do not hold of. */
export function opposite({ rules }: RulePredicate, type: TerraformType): ConstraintRules {
  const [entry, second] = Object.entries(rules)
  const simple = second === undefined && entry !== undefined ? oppositeOf(entry, type) : undefined
  return simple ?? { not: [[{ path: '', ...rules }]] }
}

function oppositeOf([name, value]: [string, unknown], type: TerraformType): ConstraintRules | undefined {
  if (type.kind === 'bool' && Array.isArray(value) && value.length === 1)
    return { allowedValues: [!value[0]] }
  if (typeof value !== 'number') return undefined
  switch (name) {
    case 'minimum':
      return { exclusiveMaximum: value }
    case 'exclusiveMinimum':
      return { maximum: value }
    case 'maximum':
      return { exclusiveMinimum: value }
    case 'exclusiveMaximum':
      return { minimum: value }
    case 'minLength':
      return value > 0 ? { maxLength: value - 1 } : undefined
    case 'maxLength':
      return { minLength: value + 1 }
    case 'minItems':
      return value > 0 ? { maxItems: value - 1 } : undefined
    case 'maxItems':
      return { minItems: value + 1 }
    default:
      return undefined
  }
}
