import type { BlueprintInput, BlueprintRules } from '../blueprint.ts'
import { isRequiredInput } from '../form/launch-form.ts'
import { underRule, type BlueprintChange, type ChangeRule } from './blueprint-change.ts'
import { compareInput, type Relation } from './compare-input.ts'
import type { SectionRules } from './diff-entries.ts'
import { isSameJson } from './same-json.ts'
import { listTypeDifferences } from './type-differences.ts'

export const inputRules: SectionRules<'inputs'> = {
  section: 'inputs',
  removed: 'input-removed',
  added: (input) => (isRequiredInput(input) ? 'required-input-added' : 'input-added'),
  reordered: 'inputs-reordered',
  changed: diffInput,
}

function diffInput(name: string, from: BlueprintInput, to: BlueprintInput): readonly BlueprintChange[] {
  const { pieces, type } = compareInput(from, to)
  const isSecret = from.sensitive === true || to.sensitive === true
  const ofRules = pieces.map(({ relation, ...piece }) => {
    const change = { kind: 'input-rule', section: 'inputs', name, ...piece } as const
    return { ...underRule(rulesByRelation[relation]), ...change }
  })
  const keyChange = (key: InputKey, rule: ChangeRule): BlueprintChange => ({
    ...underRule(rule),
    ...({ kind: 'key', section: 'inputs', name, key, from: from[key], to: to[key] } as const),
    ...(isSecret && key === 'default' ? { secret: true } : {}),
  })
  const ofKeys = (Object.keys(keyRules) as (keyof typeof keyRules)[])
    .filter((key) => !isSameJson(from[key], to[key]))
    .map((key) => keyChange(key, keyRules[key](from, to)))
  const ofType = from.type === to.type ? [] : [keyChange('type', typeRule(type, from, to))]
  return [...ofType, ...ofRules, ...ofKeys]
}

/** All keys except the rules on values. */
type InputKey = Exclude<keyof BlueprintInput, keyof BlueprintRules | 'constraints'>

const rulesByRelation = {
  same: 'rule-rewritten',
  widened: 'rule-widened',
  narrowed: 'rule-narrowed',
  changed: 'rule-changed',
} as const satisfies Record<Relation, ChangeRule>

function typeRule(relation: Relation, from: BlueprintInput, to: BlueprintInput): ChangeRule {
  if (relation !== 'same') return `type-${relation}`
  const differences = listTypeDifferences(from.type ?? 'string', to.type ?? 'string')
  return differences.length > 0 ? 'type-default-changed' : 'type-rewritten'
}

type KeyRule = (from: BlueprintInput, to: BlueprintInput) => ChangeRule

const textRule: KeyRule = () => 'input-text-changed'

const keyRules: Readonly<Record<Exclude<InputKey, 'type'>, KeyRule>> = {
  default: defaultRule,
  optional: optionalRule,
  sensitive: (_, to) => (to.sensitive === true ? 'input-sensitive-added' : 'input-sensitive-removed'),
  ephemeral: (_, to) => (to.ephemeral === true ? 'input-ephemeral-added' : 'input-ephemeral-removed'),
  unit: (from, to) =>
    // Adding a unit only explains the input; changing it changes the meaning of every number.
    from.unit === undefined || to.unit === undefined ? 'input-text-changed' : 'unit-changed',
  deprecated: (from) => (from.deprecated === undefined ? 'input-deprecated' : 'input-text-changed'),
  'display-name': textRule,
  description: textRule,
  'validation-description': textRule,
}

function defaultRule(from: BlueprintInput, to: BlueprintInput): ChangeRule {
  if (to.default === undefined && isRequiredInput(to)) return 'input-required'
  return isRequiredInput(from) ? 'input-optional' : 'default-changed'
}

/** Only `optional` accepts null, with or without a default. */
function optionalRule(from: BlueprintInput, to: BlueprintInput): ChangeRule {
  if (to.optional === true)
    return isRequiredInput(from) && to.default === undefined ? 'input-optional' : 'null-accepted'
  return isRequiredInput(to) && from.default === undefined ? 'input-required' : 'null-refused'
}
