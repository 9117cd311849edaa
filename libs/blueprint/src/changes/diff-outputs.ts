import type { BlueprintOutput } from '../blueprint.ts'
import { underRule, type BlueprintChange, type ChangeRule } from './blueprint-change.ts'
import type { SectionRules } from './diff-entries.ts'
import { isSameJson } from './same-json.ts'

export const outputRules: SectionRules<'outputs'> = {
  section: 'outputs',
  removed: 'output-removed',
  added: () => 'output-added',
  reordered: 'outputs-reordered',
  changed: diffOutput,
}

function diffOutput(name: string, from: BlueprintOutput, to: BlueprintOutput): readonly BlueprintChange[] {
  return (Object.keys(keyRules) as (keyof BlueprintOutput)[])
    .filter((key) => !isSameJson(from[key], to[key]))
    .map((key) => {
      const change = { kind: 'key', section: 'outputs', name, key, from: from[key], to: to[key] } as const
      return { ...underRule(keyRules[key](to)), ...change }
    })
}

const keyRules: Readonly<Record<keyof BlueprintOutput, (to: BlueprintOutput) => ChangeRule>> = {
  value: () => 'output-value-changed',
  sensitive: (to) => (to.sensitive === true ? 'output-sensitive-added' : 'output-sensitive-removed'),
  description: () => 'output-text-changed',
  kind: () => 'output-text-changed',
  quick: () => 'output-text-changed',
}
