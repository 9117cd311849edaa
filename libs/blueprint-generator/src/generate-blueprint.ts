import {
  displayName,
  toBlueprintRules,
  type Blueprint,
  type BlueprintInput,
  type TerraformGrain,
} from '@groundplan/blueprint'
import {
  listSecretOutputs,
  type Output,
  type TerraformModule,
  type Variable,
} from '@groundplan/terraform-module'
import { acceptsValue, layOutType, type Json, type ValueConstraint } from '@groundplan/terraform-type'
import type { BlueprintSettings, InputPresentation } from './blueprint-settings.ts'
import { hasInput } from './has-input.ts'
import { findKeptDefaults, type KeptDefault } from './kept-default.ts'
import { labelsOf } from './labels/labels-of.ts'
import { withoutIdleNullRules } from './null-rules.ts'
import { withOwnProviders } from './own-providers.ts'
import { findProviderNeeds, type ProviderNeeds } from './provider-needs.ts'
import { titleOf } from './title-of.ts'
import { unitOf } from './unit-of.ts'

/** Where the module lies: the repository's short name, the directory in it and the full commit id to pin. */
export interface BlueprintSource {
  readonly store: string
  readonly path: string
  readonly commit: string
}

/**
 * Writes the blueprint of one module: every variable becomes an input and every output an output, in declared order. Variables
 * without an input, see {@link hasInput}, are left out. The settings are what a company says of it.
 */
export function generateBlueprint(
  module: TerraformModule,
  name: string,
  source: BlueprintSource,
  settings: BlueprintSettings = {},
): Blueprint {
  const { outputs } = module
  const secretOutputs = new Set(listSecretOutputs(module))
  const needs = withOwnProviders(findProviderNeeds(module), settings.providers ?? {}, module)
  const kept = findKeptDefaults(module.variables)
  const onForm = module.variables.filter(
    (variable) => hasInput(variable) && !settings.hidden?.has(variable.name),
  )
  return {
    spec_version: 2,
    ...optional('description', settings.description ?? describe(module)),
    metadata: toMetadata(module, name, { source, settings }),
    ...optional('instructions', settings.instructions),
    ...nonEmptyRecord('inputs', [
      ...onForm.map(
        (variable) =>
          [
            variable.name,
            toInput(variable, kept.get(variable.name), settings.inputs?.get(variable.name)),
          ] as const,
      ),
      ...needs.inputs,
    ]),
    ...nonEmptyRecord(
      'outputs',
      outputs
        .filter(({ ephemeral }) => !ephemeral)
        .map((output) => [output.name, toOutput(output, name, secretOutputs)]),
    ),
    grains: { [name]: toGrain(module, source, { settings, providers: needs.providers }) },
    ...optional('customization', toCustomization(onForm, settings)),
  }
}

function toMetadata(
  module: TerraformModule,
  name: string,
  { source, settings }: { readonly source: BlueprintSource; readonly settings: BlueprintSettings },
): Blueprint['metadata'] {
  const { displayName: title, icon, owners = [], labels = [] } = settings
  const own = labelsOf(module, [folderOf(source), module.readme.title ?? '', name])
  return {
    'display-name': title ?? titleOf(module) ?? displayName(name),
    ...optional('icon', icon),
    ...nonEmpty('owners', owners),
    ...nonEmpty('blueprint-labels', [...new Set([...own, ...labels])]),
  }
}

/** The name that people gave the module: its folder, or its repository. */
function folderOf({ store, path }: BlueprintSource): string {
  return path === '.' ? store : path.slice(path.lastIndexOf('/') + 1)
}

function toGrain(
  { dialect, variables, outputs, requiredTerraform }: TerraformModule,
  { store, path, commit }: BlueprintSource,
  {
    settings: { hidden, constants },
    providers,
  }: { readonly settings: BlueprintSettings } & Pick<ProviderNeeds, 'providers'>,
): TerraformGrain {
  const inputs = variables.filter(hasInput).flatMap(({ name }): [string, Json][] => {
    if (!hidden?.has(name)) return [[name, `{{ .inputs.${key(name)} }}`]]
    const constant = constants?.get(name)
    return constant === undefined ? [] : [[name, constant]]
  })
  return {
    kind: dialect,
    spec: {
      source: { store, path, commit },
      ...optional('version', requiredTerraform.length === 0 ? undefined : requiredTerraform.join(', ')),
      ...nonEmpty(
        'inputs',
        inputs.map(([name, value]) => ({ [name]: value })),
      ),
      ...nonEmpty(
        'outputs',
        outputs.filter(({ ephemeral }) => !ephemeral).map((output) => output.name),
      ),
      ...nonEmptyRecord('providers', Object.entries(providers)),
    },
  }
}

/** The sections of the form, in the order of their first fields. */
function toCustomization(
  onForm: readonly Variable[],
  { inputs }: BlueprintSettings,
): Blueprint['customization'] {
  const groups = new Map<string, { name: string }[]>()
  for (const { name } of onForm) {
    const group = inputs?.get(name)?.group
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), { name }])
  }
  if (groups.size === 0) return undefined
  const sections = [...groups].map(([name, fields]) => ({ name, inputs: fields }))
  return { 'launch-form': { sections } }
}

function describe({ readme, resources }: TerraformModule): string | undefined {
  if (readme.summary !== undefined) return readme.summary
  const types = [...new Set(resources.filter(({ mode }) => mode === 'managed').map(({ type }) => type))]
  return types.length === 0 ? undefined : `Creates ${types.join(', ')}.`
}

function toInput(
  variable: Variable,
  kept: KeptDefault | undefined,
  shown: InputPresentation = {},
): BlueprintInput {
  const all = variable.validations.flatMap(({ constraints }) => constraints)
  const value = inputDefault(variable, all, kept)
  const scope = { type: variable.type, mayBeLeftOut: value.optional === true }
  const { constraints, ...rules } = toBlueprintRules(withoutIdleNullRules(all, scope))
  const messages = variable.validations
    .map(({ errorMessage }) => errorMessage.trim())
    .filter((message) => message !== '')
  return {
    ...optional('display-name', shown.displayName),
    type: layOutType(variable.type),
    ...optional('description', variable.description?.trim() === '' ? undefined : variable.description),
    ...optional('unit', shown.unit ?? unitOf(variable)),
    ...optional('deprecated', variable.deprecated),
    ...value,
    ...(variable.sensitive || kept?.reason === 'secret' ? { sensitive: true } : {}),
    ...(variable.ephemeral ? { ephemeral: true } : {}),
    ...rules,
    ...optional(
      'validation-description',
      messages.length === 0 ? undefined : [...new Set(messages)].join('\n'),
    ),
    ...optional('constraints', constraints),
  }
}

/**
 * A null default means "may stay empty". A secret's default stays in the module, so that it is not copied around, and so does
 * one that is very long or not of the type. A default that the module itself refuses is none: whoever calls the module must give a value.
 */
function inputDefault(
  variable: Variable,
  constraints: readonly ValueConstraint[],
  kept: KeptDefault | undefined,
): Pick<BlueprintInput, 'default' | 'optional'> {
  const { default: given, sensitive, type } = variable
  if (given === undefined) return {}
  const { value } = given
  if (value !== null && !acceptsValue(type, value)) return { optional: true }
  if (!acceptsValue(type, value, { constraints })) return {}
  const stays = value === null || sensitive || kept !== undefined
  return stays ? { optional: true } : { default: value }
}

function toOutput({ name, description, sensitive }: Output, grain: string, secrets: ReadonlySet<string>) {
  return {
    value: `{{ .grains.${key(grain)}.outputs.${key(name)} }}`,
    ...optional('description', description),
    ...(sensitive || secrets.has(name) ? { sensitive: true } : {}),
  }
}

/** A name inside an expression; unusual ones are quoted. */
function key(name: string): string {
  return /^[\w-]+$/.test(name) ? name : `["${name}"]`
}

function optional<Key extends string, Value>(name: Key, value: Value | undefined) {
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<Key, Value>>
}

function nonEmpty<Key extends string, Value>(name: Key, values: readonly Value[]) {
  return optional(name, values.length === 0 ? undefined : [...values])
}

function nonEmptyRecord<Key extends string, Value>(
  name: Key,
  entries: readonly (readonly [string, Value])[],
) {
  return optional(
    name,
    entries.length === 0 ? undefined : (Object.fromEntries(entries) as Record<string, Value>),
  )
}
