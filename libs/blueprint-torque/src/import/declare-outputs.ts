import { isTerraformGrain, type Blueprint } from '@groundplan/blueprint'
import type { JsonObject } from '@groundplan/terraform-type'
import { eachText } from '../expressions/map-texts.ts'
import { findReferences } from '../expressions/references.ts'
import { quote, type Report } from '../report.ts'

/** Declares the outputs of Terraform grains that expressions use without a declaration, because Torque captures those too. */
export function declareUsedOutputs(blueprint: Blueprint, report: Report): Blueprint {
  const used = findUsedOutputs(blueprint)
  const grains = Object.entries(blueprint.grains).map(([name, grain]) => {
    if (!isTerraformGrain(grain)) return [name, grain] as const
    const declared = grain.spec.outputs ?? []
    const missing = [...(used.get(name) ?? [])].filter((output) => !declared.includes(output))
    if (missing.length === 0) return [name, grain] as const
    const message = `Added the outputs ${missing.map(quote).join(', ')} to grain ${quote(name)}: expressions use them, and Torque captures undeclared outputs.`
    report.note(['grains', name, 'spec', 'outputs'], 'declared', message)
    return [name, { ...grain, spec: { ...grain.spec, outputs: [...declared, ...missing] } }] as const
  })
  return { ...blueprint, grains: Object.fromEntries(grains) }
}

/** Names of outputs used in expressions, by grain. */
function findUsedOutputs({
  outputs = {},
  labels = [],
  grains,
}: Blueprint): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>()
  eachText({ outputs, labels, grains } as unknown as JsonObject, (text) => {
    for (const { root, names } of findReferences(text)) {
      const [grain, part, output] = names
      if (root !== 'grains' || grain === undefined || part !== 'outputs' || output === undefined) continue
      used.set(grain, (used.get(grain) ?? new Set()).add(output))
    }
  })
  return used
}
