import type { ConstraintRules } from './value-constraint.ts'

type Rules = Required<ConstraintRules>

type Joiners = {
  readonly [Key in keyof Rules]: (left: Rules[Key], right: Rules[Key]) => Rules[Key] | undefined
}

/** Combines two rules of one kind; `undefined` if a single rule cannot express both. */
const joiners: Joiners = {
  notNull: () => true,
  allowedValues: (left, right) => {
    const both = left.filter((value) => right.includes(value))
    return both.length === 0 ? undefined : both
  },
  pattern: same,
  minimum: Math.max,
  maximum: Math.min,
  exclusiveMinimum: Math.max,
  exclusiveMaximum: Math.min,
  multipleOf: (left, right) => {
    if (left % right === 0) return left
    return right % left === 0 ? right : undefined
  },
  minLength: Math.max,
  maxLength: Math.min,
  minItems: Math.max,
  maxItems: Math.min,
  uniqueItems: () => true,
  keys: (left, right) => {
    const [joined, ...more] = joinRules([left, right])
    return more.length === 0 ? joined : undefined
  },
  anyOf: same,
  not: (left, right) => {
    const known = new Set(left.map((conjunction) => JSON.stringify(conjunction)))
    return [...left, ...right.filter((conjunction) => !known.has(JSON.stringify(conjunction)))]
  },
}

/**
 * Combines rules on one value into as few groups as possible, without loss: the stricter bound, the values that all allow. Usually
 * that is one group; a second pattern, or a second choice between alternatives, needs another.
 */
export function joinRules(all: readonly ConstraintRules[]): readonly ConstraintRules[] {
  const groups: ConstraintRules[] = []
  for (const rules of all) {
    let rest = rules
    for (const [index, group] of groups.entries()) {
      const { joined, left } = joinInto(group, rest)
      groups[index] = joined
      rest = left
    }
    if (Object.keys(rest).length > 0) groups.push(rest)
  }
  return groups
}

/** The group joined with the rules that fit, and the rules left over. */
function joinInto(group: ConstraintRules, rules: ConstraintRules) {
  const joined: Record<string, unknown> = { ...group }
  const left: Record<string, unknown> = {}
  for (const key of Object.keys(rules) as (keyof ConstraintRules)[]) {
    const value = joinKey(key, group, rules)
    if (value === undefined) left[key] = rules[key]
    else joined[key] = value
  }
  return { joined: joined as ConstraintRules, left: left as ConstraintRules }
}

function joinKey<Key extends keyof Rules>(
  key: Key,
  { [key]: present }: Partial<Rules>,
  { [key]: added }: Partial<Rules>,
): Rules[Key] | undefined {
  if (present === undefined || added === undefined) return present ?? added
  const join: (left: Rules[Key], right: Rules[Key]) => Rules[Key] | undefined = joiners[key]
  return join(present as Rules[Key], added as Rules[Key])
}

function same<Rule>(left: Rule, right: Rule): Rule | undefined {
  return JSON.stringify(left) === JSON.stringify(right) ? left : undefined
}
