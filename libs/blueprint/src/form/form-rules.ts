import { parseConstraintPath } from '@groundplan/terraform-type'
import type { BlueprintRules, BlueprintRuleSet } from '../blueprint.ts'
import { describeRules, readablePattern } from '../interface/describe-rules.ts'
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

/** Help that tells what is accepted, in the author's words or in those of the rules, and examples for formats. */
export function ruleHints({ rules, message }: Pick<FieldScope, 'rules' | 'message'>): FormHints {
  const here = rules.filter(({ steps }) => steps.length === 0).map((placed) => placed.rules)
  const format = here.find((set) => set.format !== undefined)?.format
  const help = message ?? tellRules(here)
  return {
    ...(format === undefined ? {} : { 'ui:placeholder': examples[format] }),
    ...(help === '' ? {} : { 'ui:help': help }),
  }
}

function tellRules(here: readonly BlueprintRules[]): string {
  const described = here.map(untoldRules).flatMap((set) => {
    const pattern = readablePattern(set)
    return [describeRules(set), pattern === undefined ? undefined : `matching ${pattern}`]
  })
  const words = described.filter((part) => part !== undefined)
  const unchecked = here.flatMap(({ pattern }) => (isSlowPattern(pattern) ? [pattern] : []))
  return [
    ...(words.length === 0 ? [] : [`Accepted: ${words.join('; ')}.`]),
    ...unchecked.map((pattern) => `Not checked here: must match ${pattern}`),
  ].join('\n')
}

const examples = { 'ip-range': '10.0.0.0/16', 'ipv4-range': '10.0.0.0/16' } as const

/** The rules that the control itself does not show. */
function untoldRules({
  'allowed-values': _,
  'not-null': __,
  pattern,
  ...rules
}: BlueprintRules): BlueprintRules {
  return pattern === undefined || isSlowPattern(pattern) ? rules : { ...rules, pattern }
}
