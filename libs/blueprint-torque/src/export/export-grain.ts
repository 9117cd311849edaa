import {
  parseProviderAddress,
  type ForeignGrain,
  type Grain,
  type GrainSource,
  type TerraformGrain,
} from '@groundplan/blueprint'
import { stringifyJson, type Json, type JsonObject } from '@groundplan/terraform-type'
import { eachText, mapTexts } from '../expressions/map-texts.ts'
import { findReferences, hasExpression } from '../expressions/references.ts'
import { isStructure, parseJsonText } from '../json-text.ts'
import { quote, type Report } from '../report.ts'
import { fitShape } from './fit-shape.ts'
import { grainSpecShape } from './grain-spec-shape.ts'
import { exactVersion, newestVersionInTorque } from './terraform-versions.ts'
import type { TorqueNames } from './torque-names.ts'

export interface GrainContext {
  readonly name: string
  readonly names: TorqueNames
  /** The grains of the blueprint. */
  readonly grains: ReadonlySet<string>
  /** Torque name of the input that selects the agent of Terraform grains. */
  readonly agentInput: string
  readonly report: Report
}

/** Converts a grain to Torque's schema. */
export function exportGrain(grain: Grain, context: GrainContext): JsonObject {
  const dependsOn = exportDependsOn(grain, context)
  return {
    kind: grain.kind,
    ...(dependsOn === '' ? {} : { 'depends-on': dependsOn }),
    spec: isTerraform(grain) ? exportSpec(grain, context) : exportForeignSpec(grain, context),
  }
}

function isTerraform(grain: Grain): grain is TerraformGrain {
  return grain.kind === 'terraform' || grain.kind === 'opentofu'
}

/** Torque knows the outputs of a grain only in those that depend on it. */
function exportDependsOn(grain: Grain, { name, names, grains }: GrainContext): string {
  const written = (grain['depends-on'] ?? '').split(',').map((part) => part.trim())
  const needed = new Set(written.filter((part) => part !== ''))
  eachText(grain.spec as unknown as Json, (text) => {
    for (const { root, names: path } of findReferences(text)) {
      const [other] = path
      if (root === 'grains' && other !== undefined && other !== name && grains.has(other)) needed.add(other)
    }
  })
  return [...needed].map(names.grain).join(', ')
}

function exportForeignSpec({ spec }: ForeignGrain, { name, names, report }: GrainContext): JsonObject {
  const renamed = mapTexts(spec, names.inText)
  return (fitShape(renamed, grainSpecShape, ['grains', name, 'spec'], report) ?? {}) as JsonObject
}

function exportSpec(grain: TerraformGrain, context: GrainContext): JsonObject {
  const { spec } = grain
  const { names, agentInput } = context
  const version = exportVersion(grain, context)
  return {
    source: exportSource(spec.source, context),
    agent: { name: agentReference(agentInput) },
    ...(version === undefined ? {} : { version }),
    ...(spec.inputs === undefined ? {} : { inputs: exportPairs(spec.inputs, inputPairs, context) }),
    ...(spec.outputs === undefined ? {} : { outputs: spec.outputs.map(names.inText) }),
    ...(spec['env-vars'] === undefined
      ? {}
      : { 'env-vars': exportPairs(spec['env-vars'], environmentPairs, context) }),
    ...exportProviders(spec.providers ?? {}, context),
    ...(spec['auto-approve'] === undefined ? {} : { 'auto-approve': spec['auto-approve'] }),
  }
}

/** Torque writes an override of the module's provider blocks; an alias is one of the attributes. */
function exportProviders(
  providers: NonNullable<TerraformGrain['spec']['providers']>,
  { name: grain, names, report }: GrainContext,
): JsonObject {
  const overrides = Object.entries(providers).flatMap(
    ([key, { source, settings, 'from-space': fromSpace = [] }]) => {
      const path = ['grains', grain, 'spec', 'providers', key]
      if (fromSpace.length > 0) {
        const message = `Torque has no provider settings of spaces: ${fromSpace.join(', ')} of ${quote(key)} must come from the agent.`
        report.warn([...path, 'from-space'], 'left-out', message)
      }
      const { name, alias } = parseProviderAddress(key) ?? { name: key, alias: undefined }
      if (alias === undefined && settings === undefined) return []
      const attributes = { ...(alias === undefined ? {} : { alias }), ...settings }
      return [
        { name, ...(source === undefined ? {} : { source }), attributes: mapTexts(attributes, names.inText) },
      ]
    },
  )
  return overrides.length === 0 ? {} : { 'provider-overrides': overrides }
}

function agentReference(input: string): string {
  return /^[\w-]+$/.test(input) ? `{{ .inputs.${input} }}` : `{{ .inputs.["${input}"] }}`
}

function exportSource(
  { store, path, commit, tag, branch }: GrainSource,
  { name, names, report }: GrainContext,
): JsonObject {
  const place = { store: names.inText(store), path: names.inText(path) }
  const [revision, ...others] = Object.entries({ commit, tag, branch }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  for (const [key] of others) {
    const message = `The source of grain ${quote(name)} has more than one of commit, tag and branch; the ${revision?.[0]} is exported.`
    report.warn(['grains', name, 'spec', 'source', key], 'left-out', message)
  }
  return revision === undefined ? place : { ...place, [revision[0]]: names.inText(revision[1]) }
}

/** Torque requires an exact version, not a range. */
function exportVersion(
  { kind, spec: { version } }: TerraformGrain,
  { name, report }: GrainContext,
): string | undefined {
  if (version === undefined) return undefined
  const path = ['grains', name, 'spec', 'version']
  const exact = exactVersion(version)
  if (kind === 'opentofu' && exact !== undefined) return exact
  const newest = kind === 'terraform' ? newestVersionInTorque(version) : undefined
  if (newest === undefined) {
    const what =
      kind === 'terraform'
        ? 'Torque only runs Terraform 0.14 to 1.5.5'
        : 'Torque does not support version ranges'
    const message = `Skipped the version ${quote(version)} of grain ${quote(name)}: ${what}.`
    const hint = 'Add `binary` with the URL of a zip of the version you need.'
    report.warn(path, 'left-out', message, hint)
    return undefined
  }
  if (exact === undefined) {
    const message = `Torque needs an exact version instead of ${quote(version)}: grain ${quote(name)} gets ${newest}, the newest match that Torque runs.`
    report.note(path, 'version', message)
  }
  return newest
}

/** The allowed content of a list of one-key maps. */
interface PairRules {
  readonly key: 'inputs' | 'env-vars'
  readonly legalName: RegExp
  readonly isValue: (value: Json) => boolean
  /** True if Torque parses the values as JSON, which changes strings that look like JSON. */
  readonly readsJson: boolean
}

const inputPairs: PairRules = {
  key: 'inputs',
  legalName: /^[\w\-. ]+$/,
  isValue: (value) => value !== null && !Array.isArray(value),
  readsJson: true,
}
const environmentPairs: PairRules = {
  key: 'env-vars',
  legalName: /^[A-Za-z0-9_]+/,
  isValue: (value) => value !== null && !isStructure(value),
  readsJson: false,
}

function exportPairs(
  pairs: readonly Readonly<Record<string, Json>>[],
  rules: PairRules,
  { name: grain, names, report }: GrainContext,
): Json {
  return pairs.flatMap((pair, index) => {
    const path = ['grains', grain, 'spec', rules.key, String(index)]
    const entries = Object.entries(pair).flatMap(([key, value]) => {
      if (!rules.legalName.test(key)) {
        const message = `Skipped ${quote(key)} of grain ${quote(grain)}: Torque's schema does not accept the name.`
        report.warn([...path, key], 'left-out', message)
        return []
      }
      reportChangedValue(key, value, { path: [...path, key], rules, report })
      const renamed = mapTexts(value, names.inText)
      return [[key, rules.isValue(renamed) ? renamed : stringifyJson(renamed)] as const]
    })
    return entries.length === 0 ? [] : [Object.fromEntries(entries)]
  })
}

function reportChangedValue(
  key: string,
  value: Json,
  {
    path,
    rules: { readsJson, isValue },
    report,
  }: { readonly path: readonly string[]; readonly rules: PairRules; readonly report: Report },
): void {
  if (readsJson && typeof value === 'string' && !hasExpression(value) && parseJsonText(value) !== undefined) {
    const message = `The string for ${quote(key)} contains JSON: Torque passes the parsed value to Terraform, not the string.`
    report.warn(path, 'changed-meaning', message)
  }
  if (isValue(value)) return
  if (value !== null && hasExpression(stringifyJson(value))) {
    const message = `The value of ${quote(key)} is exported as JSON text: its expressions must return plain text without quotes.`
    report.warn(path, 'changed-meaning', message)
  }
}
