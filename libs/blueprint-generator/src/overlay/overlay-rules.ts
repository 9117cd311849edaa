import { fromBlueprintRules, toBlueprintRules, type BlueprintRules } from '@groundplan/blueprint'
import { stringifyJson, type TerraformType, type ValueConstraint } from '@groundplan/terraform-type'
import type { OverlayInput } from './overlay.ts'

const texts = ['pattern', 'format', 'min-length', 'max-length'] as const
const numbers = ['minimum', 'maximum', 'exclusive-minimum', 'exclusive-maximum', 'multiple-of'] as const
const collections = ['min-items', 'max-items', 'unique-items'] as const

/** Rules that an overlay may add, with the kinds of types that they say something about. */
const ruleKinds: readonly (readonly [RuleKey, readonly TerraformType['kind'][] | 'all'])[] = [
  ['not-null', 'all'],
  ['allowed-values', ['string', 'number', 'bool', 'any']],
  ...texts.map((key) => [key, ['string', 'any']] as const),
  ...numbers.map((key) => [key, ['number', 'any']] as const),
  ...collections.map((key) => [key, ['list', 'set', 'tuple', 'map', 'any']] as const),
]

export type RuleKey =
  | 'not-null'
  | 'allowed-values'
  | (typeof texts)[number]
  | (typeof numbers)[number]
  | (typeof collections)[number]

/** What a rule is about. Rules of one kind can make each other's messages wrong. */
export type RuleKind = 'choice' | 'format' | 'length' | 'number' | 'size'

const keysOfKind: Readonly<Record<RuleKind, readonly RuleKey[]>> = {
  choice: ['allowed-values'],
  format: ['pattern', 'format'],
  length: ['min-length', 'max-length'],
  number: numbers,
  size: collections,
}

/** Those of the rules that are of one kind. */
export function rulesOfKind(rules: BlueprintRules, kind: RuleKind): BlueprintRules {
  const given = keysOfKind[kind].flatMap((key) =>
    rules[key] === undefined ? [] : [[key, rules[key]] as const],
  )
  return Object.fromEntries(given)
}

/** The rules among what an overlay says of an input. */
export function rulesOf(values: OverlayInput): BlueprintRules {
  const given = ruleKinds.flatMap(([key]) => (values[key] === undefined ? [] : [[key, values[key]] as const]))
  return Object.fromEntries(given)
}

/** Keys of rules that say nothing about values of the type. */
export function listIdleKinds(rules: BlueprintRules, { kind }: TerraformType): readonly RuleKey[] {
  const idle = ruleKinds.filter(
    ([key, kinds]) => rules[key] !== undefined && kinds !== 'all' && !kinds.includes(kind),
  )
  return idle.map(([key]) => key)
}

/** Keys of rules that say nothing which the module's own constraints do not say already. */
export function listRepeated(rules: BlueprintRules, known: readonly ValueConstraint[]): readonly RuleKey[] {
  const before = stringifyJson(toBlueprintRules(known))
  return ruleKinds.flatMap(([key]) => {
    if (rules[key] === undefined) return []
    const after = toBlueprintRules([...known, ...fromBlueprintRules({ [key]: rules[key] })])
    return stringifyJson(after) === before ? [key] : []
  })
}
