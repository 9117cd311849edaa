import { isTerraformGrain, terraformGrains, type Blueprint, type GrainSource } from '../blueprint.ts'
import type { Finding } from './finding.ts'

/** What grains are given and where their code lies. */
export function checkGrains(blueprint: Blueprint): readonly Finding[] {
  return [
    ...terraformGrains(blueprint).flatMap(([name, { spec }]) => [
      ...checkSource(name, spec.source),
      ...checkEntries(name, 'inputs', spec.inputs ?? []),
      ...checkEntries(name, 'env-vars', spec['env-vars'] ?? []),
      ...checkOutputs(name, spec.outputs ?? []),
    ]),
    ...Object.entries(blueprint.grains).flatMap(([name, grain]): Finding[] => {
      if (isTerraformGrain(grain)) return []
      const message = `Groundplan cannot launch grain "${name}": grains of kind "${grain.kind}" are only kept and exported.`
      const hint = 'Launch it with Torque, or replace it with a Terraform module.'
      return [{ rule: 'grain-not-launchable', path: ['grains', name, 'kind'], message, hint }]
    }),
  ]
}

function checkSource(name: string, { commit, branch, tag }: GrainSource): readonly Finding[] {
  const path = ['grains', name, 'spec', 'source']
  const revisions = [commit, branch, tag].filter((revision) => revision !== undefined)
  if (revisions.length > 1) {
    const message = `The source of grain "${name}" has more than one of commit, branch and tag.`
    return [{ rule: 'source', path, message, hint: 'Keep one of them.' }]
  }
  if (commit !== undefined) return []
  const message = `The source of grain "${name}" is not pinned to a commit, so launches may differ over time.`
  return [{ rule: 'unpinned-source', path, message, hint: 'Add `commit` with a full commit ID.' }]
}

function checkEntries(
  grain: string,
  section: 'inputs' | 'env-vars',
  entries: readonly Readonly<Record<string, unknown>>[],
): readonly Finding[] {
  const seen = new Set<string>()
  return entries.flatMap((entry, index) =>
    Object.keys(entry).flatMap((name): Finding[] => {
      // The key `_` stands for several at once.
      if (name === '_' || !seen.has(name)) {
        seen.add(name)
        return []
      }
      const word = section === 'inputs' ? 'input' : 'environment variable'
      const message = `Grain "${grain}" sets the ${word} "${name}" twice.`
      const path = ['grains', grain, 'spec', section, String(index), name]
      return [{ rule: 'duplicate-grain-input', path, message, hint: 'Keep one of them.' }]
    }),
  )
}

function checkOutputs(grain: string, outputs: readonly string[]): readonly Finding[] {
  const seen = new Set<string>()
  return outputs.flatMap((name, index): Finding[] => {
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    const message = `Grain "${grain}" lists the output "${name}" twice.`
    const path = ['grains', grain, 'spec', 'outputs', String(index)]
    return [{ rule: 'duplicate-grain-output', path, message, hint: 'Keep one of them.' }]
  })
}
