import { fromBlueprintRules } from '@groundplan/blueprint'
import type { Diagnostic, SourcePosition } from '@groundplan/errors'
import type { TerraformModule, Variable } from '@groundplan/terraform-module'
import type { Json } from '@groundplan/terraform-type'
import type { BlueprintSettings } from '../blueprint-settings.ts'
import { hasInput } from '../has-input.ts'
import { mergeProviders, type ProviderConfigurations } from '../merge-providers.ts'
import { findProviderNeeds } from '../provider-needs.ts'
import { checkConstants } from './check-constants.ts'
import { checkInputSettings } from './check-input-settings.ts'
import { checkProviderSettings } from './check-provider-settings.ts'
import { hasMessage, tellNarrowed, withoutNarrowedMessages } from './narrowed-messages.ts'
import { rulesOf } from './overlay-rules.ts'
import type { OverlayModule } from './overlay.ts'
import type { OverlayEntry } from './parse-overlay.ts'
import { resolveSettings, type InputSettings, type ModuleSettings, type Setting } from './resolve-settings.ts'

/** An entry of an overlay that says something of a module, and which of its settings count there. */
export interface AppliedEntry extends SourcePosition {
  /** `defaults`, or the glob. */
  readonly entry: string
  /** E.g. `labels`, `region.default`, `tags.hide`. */
  readonly settings: readonly string[]
  /** The inputs that they are about, each once. */
  readonly inputs: readonly string[]
}

export interface CustomizedModule {
  /** The module with its variables as the overlay has them. */
  readonly module: TerraformModule
  readonly settings: BlueprintSettings
  /** With an error, no blueprint must be written. */
  readonly diagnostics: readonly Diagnostic[]
  readonly applied: readonly AppliedEntry[]
}

/** Applies overlays to a module before its blueprint is written. The weakest entries come first; `owners` are CODEOWNERS's. */
export function customizeModule(
  module: TerraformModule,
  entries: readonly OverlayEntry[],
  owners: readonly string[] = [],
): CustomizedModule {
  const resolved = resolveSettings(entries, module.path)
  const known = module.variables
  const given = known.flatMap((variable) => {
    const settings = resolved.inputs.get(variable.name)
    return settings === undefined ? [] : [[variable, settings] as const]
  })
  const hidden = new Set(given.filter(([, { values }]) => values.hide === true).map(([{ name }]) => name))
  const constants = new Map(given.flatMap(([{ name }, { values }]) => constantOf(name, values)))
  const onForm = known.filter(hasInput).flatMap(({ name }) => (hidden.has(name) ? [] : [name]))
  return {
    module: { ...module, variables: module.variables.map((variable) => customize(variable, new Map(given))) },
    settings: { ...blueprintSettings(resolved, owners), hidden, constants, inputs: presentationsOf(given) },
    diagnostics: [
      ...given.flatMap(([variable, settings]) => checkInputSettings(variable, settings)),
      ...checkConstants(resolved, constants, onForm),
      ...checkProviderSettings(resolved.providers, [
        ...onForm,
        ...findProviderNeeds(module).inputs.map(([name]) => name),
      ]),
    ],
    applied: listApplied(entries, resolved, new Set(known.map(({ name }) => name))),
  }
}

/** What is given to the module in the place of a field: the constant, or else the default that nobody can change. */
function constantOf(name: string, { hide, constant, default: value }: InputSettings['values']) {
  const given = constant ?? value
  return hide !== true || given === undefined ? [] : [[name, given] as [string, Json]]
}

function customize(variable: Variable, given: ReadonlyMap<Variable, InputSettings>): Variable {
  const settings = given.get(variable)
  if (settings === undefined) return variable
  const {
    description,
    deprecated,
    default: value,
    sensitive,
    'validation-description': message,
  } = settings.values
  const rules = rulesOf(settings.values)
  const constraints = fromBlueprintRules(rules)
  const own =
    message === undefined
      ? withoutNarrowedMessages(variable.validations, rules)
      : variable.validations.map((validation) => ({ ...validation, errorMessage: '' }))
  const words = message ?? (own.some(hasMessage) ? tellNarrowed(variable.validations, rules) : '')
  const added = { position: variable.position, condition: '', errorMessage: words, constraints }
  return {
    ...variable,
    description: description ?? variable.description,
    deprecated: deprecated ?? variable.deprecated,
    default: value === undefined ? variable.default : { value },
    sensitive: sensitive ?? variable.sensitive,
    validations: constraints.length === 0 && message === undefined ? own : [...own, added],
  }
}

function presentationsOf(
  given: readonly (readonly [Variable, InputSettings])[],
): BlueprintSettings['inputs'] {
  const presentations = given.map(([{ name }, { values }]) => {
    const { 'display-name': displayName, unit, group } = values
    return [name, { displayName, unit, group }] as const
  })
  return new Map(presentations)
}

function blueprintSettings(
  { own, labels, providers }: ModuleSettings,
  owners: readonly string[],
): BlueprintSettings {
  const value = <Key extends keyof OverlayModule>(key: Key) => own.get(key)?.value as OverlayModule[Key]
  const instructions = value('instructions')
  return {
    displayName: value('display-name'),
    description: value('description'),
    labels: labels.flatMap((setting) => setting.value as readonly string[]),
    owners: value('owners') ?? owners,
    icon: value('icon'),
    providers: mergeProviders(
      {},
      providers.flatMap((setting) => Object.entries(setting.value as ProviderConfigurations)),
    ),
    instructions: typeof instructions === 'string' ? { text: instructions } : instructions,
  }
}

function listApplied(
  entries: readonly OverlayEntry[],
  { own, labels, providers, inputs }: ModuleSettings,
  known: ReadonlySet<string>,
): readonly AppliedEntry[] {
  const byEntry = new Map<OverlayEntry, Setting[]>()
  const add = (setting: Setting) =>
    byEntry.set(setting.entry, [...(byEntry.get(setting.entry) ?? []), setting])
  for (const setting of [...labels, ...own.values(), ...providers]) add(setting)
  for (const [name, { settings }] of inputs) if (known.has(name)) [...settings.values()].forEach(add)
  return entries.flatMap((entry) => {
    const settings = byEntry.get(entry)
    if (settings === undefined) return []
    const names = settings.map(({ input, key }) => (input === undefined ? key : `${input}.${key}`))
    const touched = new Set(settings.flatMap(({ input }) => input ?? []))
    return [{ ...entry.locate([]), entry: entry.glob ?? 'defaults', settings: names, inputs: [...touched] }]
  })
}
