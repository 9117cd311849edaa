import {
  displayName,
  terraformGrains,
  type Blueprint,
  type BlueprintOutput,
  type Grain,
} from '@groundplan/blueprint'
import type { Json } from '@groundplan/terraform-type'
import { printPlace, type ComposedOutput, type CompositionPlan, type FormGroup } from './composition-plan.ts'
import { mergeProviders, type ProviderConfigurations } from '../merge-providers.ts'
import { createReplacements, type ReplacementsOf } from './create-replacements.ts'
import { joinInputs } from './join-inputs.ts'
import type { Part } from './part.ts'
import { findWholeInput, rewriteReferences } from './rewrite-references.ts'
import { uniqueNames } from './unique-names.ts'

export interface ComposedBlueprintTexts {
  /** The blueprint's name; its display name is the name in words. */
  readonly name: string
  readonly description?: string | undefined
}

/** Writes the blueprint of a plan. Same plan, same blueprint. */
export function composeBlueprint(
  plan: CompositionPlan,
  { name, description }: ComposedBlueprintTexts,
): Blueprint {
  const { parts } = plan
  const replacementsOf = createReplacements(plan)
  const inputs = composeInputs(plan)
  const outputs = plan.outputs?.map(toOutput) ?? composeOutputs(parts, replacementsOf)
  const metadata = parts.map(({ blueprint }) => blueprint.metadata)
  const labels = unique(metadata.flatMap((each) => each?.['blueprint-labels'] ?? []))
  const owners = unique(metadata.flatMap((each) => each?.owners ?? []))
  const environmentLabels = parts.flatMap((part) =>
    rewriteLabels(part.blueprint.labels ?? [], replacementsOf(part)),
  )
  return {
    spec_version: 2,
    description: description ?? describeParts(parts),
    metadata: {
      'display-name': displayName(name),
      ...(owners.length > 0 ? { owners } : {}),
      ...(labels.length > 0 ? { 'blueprint-labels': labels } : {}),
    },
    ...(inputs.length > 0 ? { inputs: Object.fromEntries(inputs) } : {}),
    ...(outputs.length > 0 ? { outputs: Object.fromEntries(outputs) } : {}),
    ...(environmentLabels.length > 0 ? { labels: environmentLabels } : {}),
    grains: Object.fromEntries(
      parts.map((part) => [part.grain, composeGrain(plan, part, replacementsOf(part))]),
    ),
    ...(plan.groups.length > 1
      ? { customization: { 'launch-form': { sections: composeSections(plan) } } }
      : {}),
  }
}

function describeParts(parts: readonly Part[]): string {
  const names = parts.map(
    ({ blueprint, grain }) => blueprint.metadata?.['display-name'] ?? displayName(grain),
  )
  const list =
    names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}` : names.join('')
  return `Combines ${list}.`
}

function composeInputs({ parts, inputs }: CompositionPlan) {
  const known = new Map(
    parts.flatMap((part) =>
      part.inputs.map((input) => [printPlace({ grain: part.grain, input: input.name }), input] as const),
    ),
  )
  return inputs.map(({ name, for: places, definition }) => {
    const filled = places.flatMap((place) => known.get(printPlace(place)) ?? [])
    return [name, joinInputs(filled, definition)] as const
  })
}

function composeOutputs(
  parts: readonly Part[],
  replacementsOf: ReplacementsOf,
): readonly (readonly [string, BlueprintOutput])[] {
  const all = parts.flatMap((part) =>
    Object.entries(part.blueprint.outputs ?? {}).map(([name, output]) => {
      const value = rewriteReferences(output.value, replacementsOf(part))
      return { name, prefix: part.grain, output: { ...output, value: String(value) } }
    }),
  )
  const names = uniqueNames(all)
  return all.map(({ name, output }, index) => [names[index] ?? name, output])
}

function toOutput({ name, ...output }: ComposedOutput): readonly [string, BlueprintOutput] {
  return [name, output]
}

function composeGrain(
  { dependencies, parts, leftOut, environment = [], providers = [], versions = [] }: CompositionPlan,
  part: Part,
  replacements: ReturnType<ReplacementsOf>,
): Grain {
  const [found] = terraformGrains(part.blueprint)
  if (found === undefined) throw new Error(`The part "${part.grain}" has no Terraform grain.`)
  const [, { kind, spec }] = found
  const hidden = new Set(leftOut.flatMap(({ grain, input }) => (grain === part.grain ? [input] : [])))
  const given = spec.inputs?.filter((entry) => !isOnlyFor(entry, hidden))
  const rewrite = <Value>(value: Value) => rewriteReferences(value as Json, replacements) as Value
  const waitsFor = new Set(dependencies.flatMap(({ grain, on }) => (grain === part.grain ? [on] : [])))
  const dependsOn = parts.map(({ grain }) => grain).filter((grain) => waitsFor.has(grain))
  const variables = [
    ...(spec['env-vars'] === undefined ? [] : rewrite(spec['env-vars'])),
    ...environment.flatMap(({ grain, name, value }) => (grain === part.grain ? [{ [name]: value }] : [])),
  ]
  const configured = mergeProviders(
    rewrite(withoutHidden(spec.providers ?? {}, hidden)),
    providers.flatMap(({ grain, provider, configuration }) =>
      grain === part.grain ? [[provider, configuration] as const] : [],
    ),
  )
  const version = unique([...(spec.version === undefined ? [] : [spec.version]), ...versions]).join(', ')
  return {
    kind,
    ...(dependsOn.length > 0 ? { 'depends-on': dependsOn.join(',') } : {}),
    spec: {
      ...spec,
      ...(version === '' ? {} : { version }),
      ...(given === undefined ? {} : { inputs: rewrite(given) }),
      ...(variables.length === 0 ? {} : { 'env-vars': variables }),
      ...(Object.keys(configured).length === 0 ? {} : { providers: configured }),
    },
  }
}

/** Without settings that only inputs fill which are not on the form: the space's apply. */
function withoutHidden(
  providers: ProviderConfigurations,
  hidden: ReadonlySet<string>,
): ProviderConfigurations {
  const isShown = (entry: readonly [string, Json]) => !isOnlyFor(Object.fromEntries([entry]), hidden)
  return Object.fromEntries(
    Object.entries(providers).map(([name, { settings, ...configuration }]) => {
      const shown = Object.entries(settings ?? {}).filter(isShown)
      return [
        name,
        { ...configuration, ...(shown.length === 0 ? {} : { settings: Object.fromEntries(shown) }) },
      ]
    }),
  )
}

/** True of `- name: '{{ .inputs.x }}'` where x is one of the inputs. */
function isOnlyFor(entry: Readonly<Record<string, Json>>, inputs: ReadonlySet<string>): boolean {
  const values = Object.values(entry)
  return values.every((value) => typeof value === 'string' && inputs.has(findWholeInput(value) ?? ''))
}

function composeSections({ groups }: CompositionPlan) {
  return groups.map(({ name, inputs }: FormGroup) => ({
    name,
    inputs: inputs.map((input) => ({ name: input })),
  }))
}

function rewriteLabels(
  labels: NonNullable<Blueprint['labels']>,
  replacements: ReturnType<ReplacementsOf>,
): NonNullable<Blueprint['labels']> {
  return rewriteReferences(labels as Json, replacements) as NonNullable<Blueprint['labels']>
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}
