import type { ForeignGrain, Grain, TerraformGrain } from '@groundplan/blueprint'
import { isJsonObject, type Json, type JsonObject } from '@groundplan/terraform-type'
import { hasExpression, onlyReference } from '../expressions/references.ts'
import { parseJsonText } from '../json-text.ts'
import { quote, type Report } from '../report.ts'
import { textOf } from '../text-of.ts'
import { grainReasons, specReasons, terraformGrainReasons } from './grain-reasons.ts'
import { importSource } from './import-source.ts'
import {
  changes,
  defined,
  idle,
  readBoolean,
  readList,
  readMap,
  readText,
  reportSkipped,
  reportReason,
  type Path,
} from './read-values.ts'

const foreignKinds: Readonly<Record<ForeignGrain['kind'], true>> = {
  terragrunt: true,
  helm: true,
  kubernetes: true,
  ansible: true,
  cloudformation: true,
  'aws-cdk': true,
  argocd: true,
  shell: true,
  blueprint: true,
  cloudshell: true,
}

/** Imports a grain; `undefined` with an error if it is invalid, because a partial blueprint must not be launched. */
export function importGrain(name: string, value: Json, report: Report): Grain | undefined {
  const path = ['grains', name]
  const kind = isJsonObject(value) ? textOf(value['kind']) : undefined
  if (!isJsonObject(value) || kind === undefined) {
    report.error(path, 'grain', `Grain ${quote(name)} has no kind.`, 'Add a kind, e.g. `kind: terraform`.')
    return undefined
  }
  if (kind === 'terraform' || kind === 'opentofu') return importTerraform(kind, value, { name, path, report })
  if (isForeignKind(kind)) return importForeign(kind, value, { name, path, report })
  report.error([...path, 'kind'], 'grain', `Grain ${quote(name)} has the unknown kind ${quote(kind)}.`)
  return undefined
}

function isForeignKind(kind: string): kind is ForeignGrain['kind'] {
  return Object.hasOwn(foreignKinds, kind)
}

interface GrainContext {
  readonly name: string
  readonly path: Path
  readonly report: Report
}

const knownGrainKeys = ['kind', 'spec', 'depends-on', 'tf-version']

function importForeign(
  kind: ForeignGrain['kind'],
  grain: JsonObject,
  { name, path, report }: GrainContext,
): ForeignGrain {
  const message = `Grain ${quote(name)} is kept, but Groundplan cannot launch grains of kind ${kind}.`
  report.warn([...path, 'kind'], 'not-launched', message)
  reportSkipped(grain, knownGrainKeys, { path, reasons: grainReasons, report })
  const spec = readMap(grain['spec'], [...path, 'spec'], report)
  const version = readText(grain['tf-version'], [...path, 'tf-version'], report)
  return defined({
    kind,
    'depends-on': readText(grain['depends-on'], [...path, 'depends-on'], report),
    spec: version === undefined ? spec : { version, ...spec },
  })
}

/** Misspelled keys of public blueprints, which Torque ignores, and what they mean. */
const misspelled = { ouputs: 'outputs', env_vars: 'env-vars' } as const

function importTerraform(
  kind: TerraformGrain['kind'],
  grain: JsonObject,
  context: GrainContext,
): TerraformGrain | undefined {
  const { path, report } = context
  reportSkipped(grain, knownGrainKeys, { path, reasons: terraformGrainReasons, report })
  const at = [...path, 'spec']
  const spec = correctSpelling(readMap(grain['spec'], at, report), at, report)
  reportSkipped(spec, knownSpecKeys, { path: at, reasons: specReasons, report })
  reportAgent(spec, at, report)
  const source = importSource(spec['source'], [...at, 'source'], report)
  if (source === undefined) return undefined
  const inputs = importPairs(spec['inputs'], [...at, 'inputs'], { report, convert: readVariable })
  const environment = importPairs(spec['env-vars'], [...at, 'env-vars'], {
    report,
    convert: (value) => value,
  })
  return defined({
    kind,
    'depends-on': readText(grain['depends-on'], [...path, 'depends-on'], report),
    spec: defined({
      source,
      version: readVersion(grain, spec, { ...context, path: at }),
      inputs: inputs.length === 0 ? undefined : inputs,
      outputs: readOutputs(spec['outputs'], [...at, 'outputs'], report),
      'env-vars': environment.length === 0 ? undefined : environment,
      providers: importProviders(spec['provider-overrides'], [...at, 'provider-overrides'], report),
      'auto-approve': readApproval(grain, spec, { ...context, path: at }),
    }),
  })
}

const knownSpecKeys = [
  ...(['source', 'agent', 'host', 'version', 'tf-version', 'inputs', 'outputs', 'env-vars'] as const),
  ...(['provider-overrides', 'auto-approve', 'authentication', 'tags', ...Object.keys(misspelled)] as const),
]

function correctSpelling(spec: JsonObject, path: Path, report: Report): JsonObject {
  const corrected = Object.entries(misspelled).flatMap(([key, right]) => {
    const value = spec[key]
    if (value === undefined) return []
    if (spec[right] !== undefined) {
      reportReason([...path, key], idle(`${right} is also set`), report)
      return []
    }
    report.warn(
      [...path, key],
      'misspelled',
      `${key} is read as ${right}; Torque ignores the misspelled key.`,
    )
    return [[right, value] as const]
  })
  return { ...spec, ...Object.fromEntries(corrected) }
}

/** Torque agents provide permissions and a location, which must be configured elsewhere. */
function reportAgent(spec: JsonObject, path: Path, report: Report): void {
  for (const key of ['agent', 'host']) {
    const agent = spec[key]
    if (agent === undefined || agent === null) continue
    const details = isJsonObject(agent) ? Object.keys(agent).filter((detail) => detail !== 'name') : []
    const reason = 'Groundplan runs Terraform itself, without agents'
    const isPlain = details.length === 0
    const effect = isPlain
      ? idle(reason)
      : changes(`${reason}; configure ${details.join(', ')} on the server instead`)
    reportReason([...path, key], effect, report)
  }
  const { authentication, tags } = spec
  if (authentication !== undefined && authentication !== null)
    reportReason(
      [...path, 'authentication'],
      changes('Groundplan uses the credentials from its own settings'),
      report,
    )
  if (isJsonObject(tags ?? null))
    reportReason([...path, 'tags'], changes('Groundplan does not add tags to resources'), report)
}

/** Overrides by the name that the module uses: Torque has the alias among the attributes. */
function importProviders(
  value: Json | undefined,
  path: Path,
  report: Report,
): TerraformGrain['spec']['providers'] {
  const configurations = readList(value, path, report).flatMap((item, index) => {
    const at = [...path, String(index)]
    const override = readMap(item, at, report)
    reportSkipped(override, ['name', 'source', 'version', 'attributes'], { path: at, reasons: {}, report })
    if (override['version'] !== undefined)
      reportReason(
        [...at, 'version'],
        changes("the module's required_providers determine the version"),
        report,
      )
    const name = readText(override['name'], [...at, 'name'], report)
    const { alias, ...settings } = readMap(override['attributes'], [...at, 'attributes'], report)
    if (name === undefined) return []
    const key = typeof alias === 'string' ? `${name}.${alias}` : name
    const source = readText(override['source'], [...at, 'source'], report)
    return [
      [
        key,
        defined({ source, settings: Object.keys(settings).length === 0 ? undefined : settings }),
      ] as const,
    ]
  })
  return configurations.length === 0 ? undefined : Object.fromEntries(configurations)
}

function readVersion(
  grain: JsonObject,
  spec: JsonObject,
  { path, report }: GrainContext,
): string | undefined {
  const version = readText(spec['version'], [...path, 'version'], report)
  return (
    version ??
    readText(spec['tf-version'], [...path, 'tf-version'], report) ??
    readText(grain['tf-version'], [...path.slice(0, -1), 'tf-version'], report)
  )
}

/** Manual approval of a grain becomes approval of its plan. */
function readApproval(
  grain: JsonObject,
  spec: JsonObject,
  { path, report }: GrainContext,
): boolean | undefined {
  const isGated = ['condition', 'approvals'].some((key) => grain[key] !== undefined && grain[key] !== null)
  const written = readBoolean(spec['auto-approve'], [...path, 'auto-approve'], report)
  return isGated ? false : written
}

function readOutputs(value: Json | undefined, path: Path, report: Report): string[] | undefined {
  const names = readList(value, path, report).flatMap(
    (item, index) => readText(item, [...path, String(index)], report) ?? [],
  )
  return names.length === 0 ? undefined : names
}

interface PairOptions {
  readonly report: Report
  readonly convert: (value: Json, path: Path, report: Report) => Json
}

function importPairs(
  value: Json | undefined,
  path: Path,
  { report, convert }: PairOptions,
): Record<string, Json>[] {
  const items = isJsonObject(value ?? null) ? [value ?? null] : readList(value, path, report)
  return items.flatMap((item, index) => {
    const pair = readMap(item, [...path, String(index)], report)
    const entries = Object.entries(pair).flatMap(([name, given]) => {
      const place = [...path, String(index), name]
      if (name !== '_') return [[name, convert(given, place, report)] as const]
      reportReason(place, changes('Groundplan does not expand a JSON object into several values'), report)
      return []
    })
    return entries.length === 0 ? [] : [Object.fromEntries(entries)]
  })
}

/** Imports the value of a variable: JSON strings become the values that Torque would parse. */
function readVariable(value: Json, path: Path, report: Report): Json {
  if (typeof value !== 'string') return value
  const json = parseJsonText(value)
  if (json !== undefined) return json
  if (hasExpression(value) && /^\s*[[{](?![{%])/.test(value) && onlyReference(value) === undefined) {
    const message = `The value of ${quote(path.at(-1) ?? '')} is passed to Terraform as text; Torque parses it as JSON after evaluating its expressions.`
    report.warn(path, 'changed-meaning', message, 'Use a list or a map with expressions inside.')
  }
  return value
}
