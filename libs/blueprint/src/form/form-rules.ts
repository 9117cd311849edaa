import { parseConstraintPath } from '@groundplan/terraform-type'
import type { BlueprintRules, BlueprintRuleSet } from '../blueprint.ts'
import { describeRules } from '../interface/describe-rules.ts'
import { isSlowPattern } from './slow-patterns.ts'
import type { FieldScope, FormHints, PlacedRules } from './form-scope.ts'

/** The rules of an input with the paths they apply to. */
export function placeRules({ constraints = {}, ...rules }: BlueprintRuleSet): readonly PlacedRules[] {
  const inner = Object.entries(constraints).flatMap(([path, rules]) => {
    const steps = parseConstraintPath(path)
    return steps === undefined ? [] : [{ steps, rules }]
  })
  return [{ steps: [], rules }, ...inner]
}

export function rulesBelow(placed: readonly PlacedRules[], name: string): readonly PlacedRules[] {
  return placed
    .filter(({ steps }) => steps[0] === name)
    .map(({ steps, rules }) => ({ steps: steps.slice(1), rules }))
}

/** Help for rules that no control shows, such as alternatives, and examples for formats. */
export function ruleHints({ rules }: Pick<FieldScope, 'rules'>): FormHints {
  const here = rules.filter(({ steps }) => steps.length === 0).map((placed) => placed.rules)
  const described = here.flatMap((set) => describeRules(hiddenRules(set)) ?? [])
  const unchecked = here.flatMap(({ pattern }) => (isSlowPattern(pattern) ? [pattern] : []))
  const help = [
    ...(described.length === 0 ? [] : [`Accepted: ${described.join('; ')}.`]),
    ...unchecked.map((pattern) => `Not checked here: must match ${pattern}`),
  ]
  const format = here.find((set) => set.format !== undefined)?.format
  return {
    ...(format === undefined ? {} : { 'ui:placeholder': examples[format] }),
    ...(help.length === 0 ? {} : { 'ui:help': help.join('\n') }),
  }
}

const examples = { 'ip-range': '10.0.0.0/16', 'ipv4-range': '10.0.0.0/16' } as const

function hiddenRules(rules: BlueprintRules): BlueprintRules {
  const { format, keys, 'all-of': allOf, 'any-of': anyOf, not } = rules
  return { format, keys, 'all-of': allOf, 'any-of': anyOf, not }
}
