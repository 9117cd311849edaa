import {
  describeInterface,
  findReferences,
  terraformGrains,
  type Blueprint,
  type InterfaceDescription,
  type TerraformGrain,
} from '@groundplan/blueprint'
import type { ScmKind } from '@groundplan/scm'
import { printDiagnostic, type Diagnostic } from '@groundplan/errors'
import {
  assessLaunch,
  type LaunchAssessment,
  type ModuleCall,
  type TerraformModule,
} from '@groundplan/terraform-module'
import { stringifyJson, type Json } from '@groundplan/terraform-type'
import type { BlueprintSource } from './generate-blueprint.ts'
import { acceptsOnlyNull } from './has-input.ts'
import { findKeptDefaults } from './kept-default.ts'

/** A module's source, for display. */
export interface ShownSource extends BlueprintSource {
  /** The repository's address without credentials. */
  readonly address: string
  /** The tag at which it was read, if versions are. */
  readonly tag?: string | undefined
  /** The kind of its host, for links. */
  readonly kind?: ScmKind | undefined
}

/** What the prose templates can say about a module and its blueprint. */
export interface ModuleView extends InterfaceDescription {
  readonly title: string
  readonly description: string | undefined
  readonly resources: readonly { readonly type: string; readonly count: number }[]
  readonly moduleCalls: readonly ModuleCall[]
  readonly requiredTerraform: string | undefined
  /** Who answers for the blueprint. */
  readonly owners: readonly string[]
  /** Variables that are set already, as JSON texts. */
  readonly constants: readonly { readonly name: string; readonly value: string }[]
  readonly diagnostics: readonly string[]
  /** Whether it can be launched; reasons as texts with their places. */
  readonly launch: Pick<LaunchAssessment, 'verdict'> & { readonly reasons: readonly string[] }
  readonly source: ShownSource & { readonly shortCommit: string }
  /** Where the module declares its variables and outputs: by `variable NAME` and `output NAME`. */
  readonly declaredAt: ReadonlyMap<string, DeclarationPlace>
}

/** A line of a file in the module's repository. */
export interface DeclarationPlace {
  readonly file: string
  readonly line: number
}

/** Gathers a module's view from its blueprint and what was read. */
export function toModuleView(module: TerraformModule, blueprint: Blueprint, source: ShownSource): ModuleView {
  const [, grain] = terraformGrains(blueprint)[0] ?? []
  return {
    ...describeInterface(blueprint),
    title: blueprint.metadata?.['display-name'] ?? source.path,
    description: blueprint.description,
    resources: countResources(module),
    moduleCalls: module.moduleCalls,
    requiredTerraform: grain?.spec.version,
    owners: blueprint.metadata?.owners ?? [],
    constants: listConstants(blueprint, grain?.spec.inputs ?? []),
    diagnostics: [...module.diagnostics, ...findLeftOut(module), ...describeKeptDefaults(module)].map(
      printDiagnostic,
    ),
    launch: describeLaunch(module, grain?.spec.providers ?? {}),
    source: { ...source, shortCommit: source.commit.slice(0, 10) },
    declaredAt: findDeclarations(module),
  }
}

function findDeclarations({ variables, outputs }: TerraformModule): ModuleView['declaredAt'] {
  const places = [
    ...variables.map(({ name, position }) => [`variable ${name}`, position] as const),
    ...outputs.map(({ name, position }) => [`output ${name}`, position] as const),
  ]
  return new Map(places.map(([key, { file, line = 1 }]) => [key, { file, line }]))
}

/** Leaves out reasons that are already findings. */
function describeLaunch(module: TerraformModule, providers: Providers): ModuleView['launch'] {
  const { verdict, reasons } = assessLaunch(module)
  const found = new Set(module.diagnostics.map(({ message }) => message))
  const texts = reasons
    .filter(({ message }) => !found.has(message))
    .map(({ message, position, provider }) =>
      [
        message,
        ...(provider === undefined ? [] : tellSettings(providers[provider])),
        ...(position === undefined ? [] : [`(${position.file}:${position.line})`]),
      ].join(' '),
    )
  return { verdict, reasons: texts }
}

type Providers = NonNullable<TerraformGrain['spec']['providers']>

/** What the blueprint does about a provider that the module does not configure. */
function tellSettings(configuration: Providers[string] | undefined): readonly string[] {
  if (configuration === undefined) return []
  const { settings = {}, 'from-space': fromSpace = [] } = configuration
  return [
    ...(Object.keys(settings).length === 0
      ? []
      : [`The blueprint sets ${Object.keys(settings).join(', ')}.`]),
    ...(fromSpace.length === 0 ? [] : [`The space provides ${fromSpace.join(', ')}.`]),
  ]
}

/** Variables that the blueprint has no input for. Ephemeral variables are reported by `assessLaunch`. */
function findLeftOut({ variables }: TerraformModule): readonly Diagnostic[] {
  return variables.flatMap((variable): readonly Diagnostic[] => {
    const { name, position } = variable
    if (!acceptsOnlyNull(variable)) return []
    const message = `Variable "${name}" accepts only null, so the blueprint has no input for it.`
    return [{ ...position, severity: 'note', rule: 'only-null', message }]
  })
}

/** Defaults that the blueprint omits although they are not declared as secret. */
function describeKeptDefaults({ variables }: TerraformModule): readonly Diagnostic[] {
  const all = findKeptDefaults(variables)
  return variables.flatMap(({ name, position }): readonly Diagnostic[] => {
    const kept = all.get(name)
    if (kept === undefined) return []
    const rule = 'kept-default'
    if (kept.reason === 'size') {
      const message = `The default of variable "${name}" is too long for a blueprint. If the input is left empty, the module uses it.`
      return [{ ...position, severity: 'note', rule, message }]
    }
    const message = `The default of variable "${name}" contains ${kept.name}, so the blueprint omits it.`
    const hint = 'Rotate the secret and remove it from the module.'
    return [{ ...position, severity: 'warning', rule, message, hint }]
  })
}

/** What the grain is given that is on no form. */
function listConstants(
  { inputs = {} }: Blueprint,
  given: NonNullable<TerraformGrain['spec']['inputs']>,
): ModuleView['constants'] {
  const entries = given.flatMap((input) => Object.entries(input))
  return entries
    .filter(([name, value]) => !Object.hasOwn(inputs, name) && !readsInput(value))
    .map(([name, value]) => ({ name, value: stringifyJson(value) }))
}

/** True of a value that somebody has a say in: the input may have another name than what it fills. */
function readsInput(value: Json): boolean {
  return findReferences(value).some(
    (reference) => reference.kind === 'input' || (reference.kind === 'all' && reference.root === 'inputs'),
  )
}

function countResources({ resources }: TerraformModule): ModuleView['resources'] {
  const counts = new Map<string, number>()
  for (const { mode, type } of resources)
    if (mode === 'managed') counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts].map(([type, count]) => ({ type, count }))
}
