import { readYaml, type Blueprint } from '@groundplan/blueprint'
import { hasErrors, type Diagnostic } from '@groundplan/errors'
import { isJsonObject, type Json, type JsonObject } from '@groundplan/terraform-type'
import { findInputUses, type InputUse } from '../expressions/input-uses.ts'
import { eachText } from '../expressions/map-texts.ts'
import { findReferences } from '../expressions/references.ts'
import { quote, Report } from '../report.ts'
import { textOf } from '../text-of.ts'
import { declareUsedOutputs } from './declare-outputs.ts'
import { importGrain } from './import-grain.ts'
import { importInput } from './import-input.ts'
import { importCustomization } from './import-launch-form.ts'
import { importInstructions, importLabels, importMetadata, importOutputs } from './import-metadata.ts'
import {
  changes,
  defined,
  idle,
  lacks,
  readMap,
  readText,
  reportSkipped,
  type Reason,
} from './read-values.ts'

export interface ImportedTorque {
  /** Absent if the file is not a Torque blueprint, or partly invalid. */
  readonly blueprint: Blueprint | undefined
  /** Everything skipped or with a changed meaning, with positions. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Imports a Quali Torque blueprint file (`spec_version: 2` and its preview, with the keys of older versions). Never throws. */
export function importTorque(file: string, text: string): ImportedTorque {
  const { value, locate, diagnostics } = readYaml(file, text, { keepSpelling: true })
  if (value === undefined) return { blueprint: undefined, diagnostics }
  const report = new Report()
  const blueprint = importDocument(value as Json, report)
  const all = [...diagnostics, ...report.toDiagnostics(file, locate)]
  return { blueprint: hasErrors(all) ? undefined : blueprint, diagnostics: all }
}

/** True for a YAML file that looks like a Torque blueprint: it has a version, and grains or a path in a blueprints folder. */
export function isTorqueBlueprint(file: string, text: string): boolean {
  if (!/^["']?spec_version["']?\s*:/m.test(text)) return false
  return /(?:^|[\\/])blueprints[\\/]/.test(file) || /^["']?grains["']?\s*:/m.test(text)
}

function importDocument(document: Json, report: Report): Blueprint | undefined {
  if (!isJsonObject(document)) {
    report.error([], 'shape', 'The file is not a blueprint: expected a map with spec_version and grains.')
    return undefined
  }
  const version = textOf(document['spec_version'])
  if (version !== '2' && version !== '2-preview') {
    const found = version === undefined ? 'It has no spec_version' : `Its spec_version is ${quote(version)}`
    report.error(['spec_version'], 'spec-version', `${found}; expected 2.`)
    return undefined
  }
  const { grains, family } = document
  if (grains === undefined && family !== undefined) {
    report.error(
      ['grains'],
      'grains',
      'The file only groups other blueprints.',
      'Import the files that contain grains.',
    )
    return undefined
  }
  // Torque's own schema asks for no more than a version: such files are sketches that somebody means to go on with.
  if (grains === undefined || grains === null)
    report.warn([], 'grains', 'The blueprint has no grains, so it launches nothing.', 'Add a grain.')
  else if (!isJsonObject(grains)) {
    report.error(['grains'], 'grains', 'Expected a map under `grains`.', 'Put each grain under its name.')
    return undefined
  }
  return importBlueprint(document, report)
}

function importBlueprint(document: JsonObject, report: Report): Blueprint {
  reportSkipped(document, knownKeys, { path: [], reasons, report })
  const inputs = importInputs(document, report)
  const grains = Object.entries(readMap(document['grains'], ['grains'], report)).flatMap(([name, value]) => {
    const grain = importGrain(name, value, report)
    return grain === undefined ? [] : [[name, grain] as const]
  })
  reportForeignExpressions(document, report)
  const blueprint: Blueprint = defined({
    spec_version: 2,
    description: readText(document['description'], ['description'], report),
    metadata: importMetadata(document['metadata'], report),
    instructions: importInstructions(document['instructions'], report),
    inputs: Object.keys(inputs).length === 0 ? undefined : inputs,
    outputs: importOutputs(document['outputs'], report),
    labels: importLabels(document['labels'], report),
    grains: Object.fromEntries(grains),
    customization: importCustomization(document['customization'], {
      inputs: new Set(Object.keys(inputs)),
      report,
    }),
  })
  return declareUsedOutputs(blueprint, report)
}

const knownKeys = [
  ...([
    'spec_version',
    'description',
    'metadata',
    'instructions',
    'inputs',
    'outputs',
    'labels',
    'grains',
  ] as const),
  ...(['customization'] as const),
]

const dayTwo = changes(
  'Groundplan has no workflows: users launch the blueprint, which creates an environment',
)
const reasons: Readonly<Record<string, Reason>> = {
  workflow: dayTwo,
  'workflow-metadata': dayTwo,
  environment: changes('the name and owner are set when an environment is launched'),
  env_references: changes('Groundplan does not support references to other environments'),
  resources: changes('Groundplan has no inventory to reserve resources from'),
  family: lacks('Groundplan does not group blueprints'),
  template: lacks('Groundplan does not support blueprint skeletons'),
  layout: lacks('Groundplan always lists all resources'),
  api_access: changes('grains have no API access'),
  kind: idle('Torque ignores it too'),
  debugging: idle('Torque ignores it too'),
}

function importInputs(document: JsonObject, report: Report): NonNullable<Blueprint['inputs']> {
  const uses = findInputUses(document)
  const none: ReadonlySet<InputUse> = new Set()
  const written = readMap(document['inputs'], ['inputs'], report)
  const inputs = Object.entries(written).flatMap(([name, value]) => {
    const input = importInput(value, { name, uses: uses.get(name) ?? none, report })
    return input === undefined ? [] : [[name, input] as const]
  })
  return Object.fromEntries(inputs)
}

const foreignRoots = ['env_references', 'resources', 'bindings', 'management_server']

/** Reports expressions that only Torque can evaluate. */
function reportForeignExpressions({ outputs, labels, grains }: JsonObject, report: Report): void {
  const tell = (value: Json | undefined, base: readonly string[]) =>
    eachText(value ?? null, (text, path) => {
      for (const { root } of findReferences(text)) {
        if (!foreignRoots.includes(root)) continue
        const message = `The expression uses ${root}, which Groundplan cannot evaluate.`
        report.warn([...base, ...path], 'expression', message)
      }
    })
  tell(outputs, ['outputs'])
  tell(labels, ['labels'])
  for (const [name, grain] of Object.entries(isJsonObject(grains ?? null) ? (grains as JsonObject) : {})) {
    const { kind, spec } = isJsonObject(grain) ? grain : {}
    if (kind !== 'terraform' && kind !== 'opentofu') continue
    const { inputs, 'env-vars': environment } = isJsonObject(spec ?? null) ? (spec as JsonObject) : {}
    tell(inputs, ['grains', name, 'spec', 'inputs'])
    tell(environment, ['grains', name, 'spec', 'env-vars'])
  }
}
