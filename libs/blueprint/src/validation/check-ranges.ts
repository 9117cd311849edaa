import type { BlueprintRules } from '../blueprint.ts'
import type { RulePlace } from './check-input.ts'
import type { Finding } from './finding.ts'

const ranges = [
  ['minimum', 'maximum'],
  ['min-length', 'max-length'],
  ['min-items', 'max-items'],
] as const satisfies readonly (readonly [keyof BlueprintRules, keyof BlueprintRules])[]

/** Finds bounds that exclude every value. */
export function checkRanges(name: string, { rules, at }: RulePlace): readonly Finding[] {
  return ranges.flatMap(([low, high]): Finding[] => {
    const [lower, upper] = [rules[low], rules[high]]
    if (lower === undefined || upper === undefined || lower <= upper) return []
    const message = `No value satisfies the rules of input "${name}": "${low}" is ${lower}, "${high}" is ${upper}.`
    return [
      {
        rule: 'constraint-range',
        path: [...at, high],
        message,
        hint: 'Swap the two bounds, or correct one.',
      },
    ]
  })
}
