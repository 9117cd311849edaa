import { printYaml } from '@groundplan/blueprint'
import { printPlace, type CompositionPlan, type ProviderSettings, type Wire } from './composition-plan.ts'
import type { CompositionFile } from './composition-file.ts'

const comment = [
  ' How to combine these parts into one blueprint. Edit it, then run: groundplan blueprint compose THIS-FILE',
  ' wires: connections from an output to an input. Delete a line to ask in the form instead.',
  ' inputs: one field of the form for several inputs.  constants: grain.input: value.  left-out: [grain.input]',
  ' alternatives: not used; move one to wires to use it. All other inputs become form fields.',
].join('\n')

/** Prints a plan as a composition file, for people to change. */
export function printCompositionFile(
  plan: CompositionPlan,
  { name, description, parts }: Pick<CompositionFile, 'name' | 'description' | 'parts'>,
): string {
  const { wires, shared, constants, expressions = [], leftOut, dependsOn, alternatives } = plan
  const { outputs, environment = [], providers = [], versions = [] } = plan
  const variables = new Map<string, Record<string, string>>()
  for (const { grain, name, value } of environment)
    variables.set(grain, { ...variables.get(grain), [name]: value })
  const configurations = new Map<string, Record<string, ProviderSettings['configuration']>>()
  for (const { grain, provider, configuration } of providers)
    configurations.set(grain, { ...configurations.get(grain), [provider]: configuration })
  const grains = new Map<string, string[]>()
  for (const { grain, on } of dependsOn) grains.set(grain, [...(grains.get(grain) ?? []), on])
  const file: CompositionFile = {
    composition: 1,
    name,
    ...(description === undefined ? {} : { description }),
    parts,
    wires: wires.map(toFileWire),
    ...filled('inputs', shared, ({ name, for: places, definition }) => [
      name,
      { for: places.map(printPlace), ...(definition === undefined ? {} : { field: definition }) },
    ]),
    ...filled('constants', constants, ({ to, value }) => [printPlace(to), value]),
    ...filled('expressions', expressions, ({ to, value }) => [printPlace(to), value]),
    ...(outputs === undefined
      ? {}
      : { outputs: Object.fromEntries(outputs.map(({ name, ...output }) => [name, output])) }),
    ...filled('env-vars', [...variables], (entry) => entry),
    ...filled('providers', [...configurations], (entry) => entry),
    ...(versions.length === 0 ? {} : { version: versions.join(', ') }),
    ...(leftOut.length === 0 ? {} : { 'left-out': leftOut.map(printPlace) }),
    ...filled('depends-on', [...grains], (entry) => entry),
    ...(alternatives.length === 0 ? {} : { alternatives: alternatives.map(toFileWire) }),
  }
  return printYaml(file, comment)
}

function toFileWire({ from, to, form, confidence, reasons }: Wire) {
  return {
    from: printPlace(from),
    to: printPlace(to),
    ...(form === 'element' ? { as: 'element' as const } : {}),
    confidence,
    reason: reasons.join(', '),
  }
}

function filled<Key extends string, Item, Value>(
  key: Key,
  items: readonly Item[],
  toEntry: (item: Item) => readonly [string, Value],
) {
  const entries = items.map(toEntry)
  return (entries.length === 0 ? {} : { [key]: Object.fromEntries(entries) }) as Partial<
    Record<Key, Record<string, Value>>
  >
}
