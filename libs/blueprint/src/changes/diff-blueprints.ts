import type { Blueprint } from '../blueprint.ts'
import { underRule, type BlueprintChange, type ChangeRule } from './blueprint-change.ts'
import { interfaceOf, type About, type BlueprintInterface } from './blueprint-interface.ts'
import { diffEntries } from './diff-entries.ts'
import { grainRules } from './diff-grains.ts'
import { inputRules } from './diff-inputs.ts'
import { outputRules } from './diff-outputs.ts'
import { isSameJson } from './same-json.ts'

/**
 * Lists the differences between two versions of a blueprint, in file order; none if they have the same interface. `applyChanges`
 * on the old interface gives the new one. Never throws, even for invalid blueprints: changes that cannot be proven harmless are
 * breaking.
 */
export function diffBlueprints(from: Blueprint, to: Blueprint): readonly BlueprintChange[] {
  const [before, after] = [interfaceOf(from), interfaceOf(to)]
  return [
    ...diffAbout(before.about, after.about),
    ...diffEntries(before.inputs, after.inputs, inputRules),
    ...diffEntries(before.outputs, after.outputs, outputRules),
    ...diffEntries(before.grains, after.grains, grainRules(inputsOnOneSide(before, after))),
  ]
}

function inputsOnOneSide(before: BlueprintInterface, after: BlueprintInterface): ReadonlySet<string> {
  const [old, present] = [before, after].map(({ inputs }) => new Set(inputs.map(([name]) => name)))
  return new Set([...(old ?? []), ...(present ?? [])].filter((name) => old?.has(name) !== present?.has(name)))
}

function diffAbout(from: About, to: About): readonly BlueprintChange[] {
  return (Object.keys(aboutRules) as (keyof About)[])
    .filter((key) => !isSameJson(from[key], to[key]))
    .map((key) => {
      const change = { kind: 'about', key, from: from[key], to: to[key] } as const
      return { ...underRule(aboutRules[key]), ...change }
    })
}

const aboutRules: { readonly [Key in keyof About]-?: ChangeRule } = {
  description: 'text-changed',
  'display-name': 'text-changed',
  icon: 'text-changed',
  owners: 'text-changed',
  'blueprint-labels': 'text-changed',
  instructions: 'text-changed',
  customization: 'text-changed',
  labels: 'labels-changed',
}
