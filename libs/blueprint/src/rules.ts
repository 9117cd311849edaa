import { joinRules, type ConstraintRules, type ValueConstraint } from '@groundplan/terraform-type'
import type { BlueprintRules, BlueprintRuleSet } from './blueprint.ts'
import { patternOf, withFormat } from './formats.ts'

/** The keys of rules that are written as they are: in files, and in the model. */
const plainKeys = [
  ['not-null', 'notNull'],
  ['allowed-values', 'allowedValues'],
  ['pattern', 'pattern'],
  ['minimum', 'minimum'],
  ['maximum', 'maximum'],
  ['exclusive-minimum', 'exclusiveMinimum'],
  ['exclusive-maximum', 'exclusiveMaximum'],
  ['multiple-of', 'multipleOf'],
  ['min-length', 'minLength'],
  ['max-length', 'maxLength'],
  ['min-items', 'minItems'],
  ['max-items', 'maxItems'],
  ['unique-items', 'uniqueItems'],
] as const satisfies readonly (readonly [keyof BlueprintRules, keyof ConstraintRules])[]

/** Converts constraints to the file format: the rules on the value itself and, under `constraints`, those on nested values. */
export function toBlueprintRules(constraints: readonly ValueConstraint[]): BlueprintRuleSet {
  const byPath = new Map<string, ConstraintRules[]>()
  for (const { path, ...rules } of constraints) byPath.set(path, [...(byPath.get(path) ?? []), rules])
  const places = [...byPath].map(([path, rules]) => [path, placeRules(rules)] as const)
  const { '': own = {}, ...inside } = Object.fromEntries(
    places.filter(([, rules]) => Object.keys(rules).length > 0),
  )
  return { ...own, ...(Object.keys(inside).length === 0 ? {} : { constraints: inside }) }
}

/** Rules on one place. What one group of rules cannot say is told in `all-of`. */
function placeRules(all: readonly ConstraintRules[]): BlueprintRules {
  const [first = {}, ...further] = joinDisjoint(joinRules(all).map(groupRules))
  return further.length === 0 ? first : { ...first, 'all-of': further }
}

/** Groups that have no key in common become one: a pattern that is written as a format leaves room for another. */
function joinDisjoint([first, ...others]: readonly BlueprintRules[]): readonly BlueprintRules[] {
  if (first === undefined) return []
  const further: BlueprintRules[] = []
  let joined = first
  for (const group of others) {
    if (Object.keys(group).some((key) => Object.hasOwn(joined, key))) further.push(group)
    else joined = { ...joined, ...group }
  }
  return [joined, ...further]
}

function groupRules(rules: ConstraintRules): BlueprintRules {
  const { allowedValues, keys, anyOf, not = [] } = rules
  // A choice between nothing is no choice to write: nothing passes.
  if (allowedValues?.length === 0 || anyOf?.length === 0) return { not: [{}] }
  const plain = plainKeys.flatMap(([fileKey, key]) =>
    rules[key] === undefined ? [] : [[fileKey, rules[key]]],
  )
  return {
    ...withFormat(Object.fromEntries(plain) as BlueprintRules),
    ...(keys === undefined ? {} : { keys: groupRules(keys) }),
    ...(anyOf === undefined ? {} : { 'any-of': anyOf.map(toBlueprintRules) }),
    ...(not.length === 0 ? {} : { not: not.map(toBlueprintRules) }),
  }
}

/** The constraints among the keys of an input, or of an alternative, whose place is at `path`. */
export function fromBlueprintRules(
  { constraints = {}, ...rules }: BlueprintRuleSet,
  path = '',
): readonly ValueConstraint[] {
  return [
    ...placeConstraints(rules, path),
    ...Object.entries(constraints).flatMap(([inner, innerRules]) =>
      placeConstraints(innerRules, path + inner),
    ),
  ]
}

function placeConstraints(rules: BlueprintRules, path: string): readonly ValueConstraint[] {
  const { keys, format, 'all-of': further = [], 'any-of': anyOf, not } = rules
  const plain = plainKeys.flatMap(([fileKey, key]) =>
    rules[fileKey] === undefined ? [] : [[key, rules[fileKey]]],
  )
  const [firstKeys, ...moreKeys] =
    keys === undefined ? [] : joinRules(placeConstraints(keys, '').map(withoutPath))
  const own: ValueConstraint = {
    path,
    ...(Object.fromEntries(plain) as ConstraintRules),
    ...(firstKeys === undefined ? {} : { keys: firstKeys }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map((rules) => fromBlueprintRules(rules)) }),
    ...(not === undefined ? {} : { not: not.map((rules) => fromBlueprintRules(rules)) }),
  }
  return [
    ...(Object.keys(own).length === 1 ? [] : [own]),
    ...(format === undefined ? [] : [{ path, pattern: patternOf(format) }]),
    ...moreKeys.map((group) => ({ path, keys: group })),
    ...further.flatMap((set) => fromBlueprintRules(set, path)),
  ]
}

function withoutPath({ path: _, ...rules }: ValueConstraint): ConstraintRules {
  return rules
}
