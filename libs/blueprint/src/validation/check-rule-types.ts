import type { TerraformType } from '@groundplan/terraform-type'
import type { BlueprintRules } from '../blueprint.ts'
import type { RulePlace } from './check-input.ts'
import type { Finding } from './finding.ts'

type Kind = TerraformType['kind']

const collections: readonly Kind[] = ['list', 'set', 'tuple', 'map']

/** The types that each rule applies to. */
const appliesTo = {
  'allowed-values': ['string', 'number', 'bool'],
  format: ['string'],
  pattern: ['string'],
  'min-length': ['string'],
  'max-length': ['string'],
  minimum: ['number'],
  maximum: ['number'],
  'exclusive-minimum': ['number'],
  'exclusive-maximum': ['number'],
  'multiple-of': ['number'],
  'min-items': collections,
  'max-items': collections,
  'unique-items': ['list', 'set', 'tuple'],
  keys: ['map'],
} as const satisfies Partial<Record<keyof BlueprintRules, readonly Kind[]>>

const kindNames: Readonly<Record<Kind, string>> = {
  string: 'a string',
  number: 'a number',
  bool: 'true or false',
  any: 'anything',
  list: 'a list',
  set: 'a set',
  tuple: 'a tuple',
  map: 'a map',
  object: 'an object',
}

/** Finds rules that never apply to the type. */
export function checkRuleTypes(
  name: string,
  type: TerraformType,
  { rules, at }: RulePlace,
): readonly Finding[] {
  if (type.kind === 'any') return []
  return Object.entries(appliesTo).flatMap(([key, kinds]): Finding[] => {
    const isThere = rules[key as keyof typeof appliesTo] !== undefined
    if (!isThere || (kinds as readonly Kind[]).includes(type.kind)) return []
    return [
      {
        rule: 'constraint-type',
        path: [...at, key],
        message: `The rule "${key}" of input "${name}" does not apply to ${kindNames[type.kind]}; it needs ${kinds.map((kind) => kindNames[kind]).join(', ')}.`,
        hint: hintFor(type, key),
      },
    ]
  })
}

function hintFor({ kind }: TerraformType, key: string): string {
  if (kind === 'list' || kind === 'set' || kind === 'map')
    return `To apply it to each element, move it under \`constraints\` to the path '[*]'.`
  if (kind === 'object')
    return `To apply it to an attribute, move it under \`constraints\` to a path such as '.name'.`
  const instead: Readonly<Record<string, string>> =
    kind === 'string'
      ? { 'min-items': 'min-length', 'max-items': 'max-length' }
      : { 'min-length': 'minimum', 'max-length': 'maximum' }
  return instead[key] === undefined ? 'Remove it, or change the type.' : `Did you mean "${instead[key]}"?`
}
