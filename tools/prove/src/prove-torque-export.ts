import { basename, relative } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import type { Blueprint, BlueprintInput } from '@groundplan/blueprint'
import { anyBlueprint } from '@groundplan/blueprint/testing'
import { generateBlueprint } from '@groundplan/blueprint-generator'
import { exportTorque, importTorque } from '@groundplan/blueprint-torque'
import { hasErrors } from '@groundplan/errors'
import { listModuleDirectories, readModuleDirectory } from '@groundplan/terraform-module-files'
import { parseType } from '@groundplan/terraform-type'
import { readTorqueSchema, type CheckText } from './read-torque-schema.ts'

export interface TorqueExportOptions {
  /** How many blueprints are drawn at random. */
  readonly count: number
  /** Modules whose blueprints are exported. */
  readonly directory: string | undefined
  /** Torque's own JSON Schema. */
  readonly reference: string | undefined
  readonly seed: number
}

export interface TorqueExportResult {
  readonly seed: number
  readonly modules: number
  readonly inputs: number
  /** How many inputs have the same type and default once they are imported again. */
  readonly kept: number
  readonly drawn: number
  /** How often each rule has told something. */
  readonly told: Readonly<Record<string, number>>
  readonly faults: readonly string[]
}

const maximumFaults = 50

/** Exports the blueprint of every module below a directory, and blueprints drawn at random: Torque's schema has to accept each. */
export async function proveTorqueExport(options: TorqueExportOptions): Promise<TorqueExportResult> {
  const { count, directory, reference, seed } = options
  if (directory === undefined || reference === undefined) {
    throw new Error(
      "This needs --dir DIR, a directory of modules, and --reference FILE, Torque's JSON Schema of blueprints.",
    )
  }
  const check = readTorqueSchema(reference)
  const counts = { modules: 0, inputs: 0, kept: 0 }
  const told: Record<string, number> = {}
  const faults: string[] = []
  for (const path of listModuleDirectories(directory)) {
    const module = await readModuleDirectory(path)
    if (hasErrors(module.diagnostics) || faults.length >= maximumFaults) continue
    const source = { store: 'modules', path: relative(directory, path), commit: '0'.repeat(40) }
    const blueprint = generateBlueprint(module, basename(path), source)
    counts.modules += 1
    const { fault, rules, inputs, kept } = tryExport(blueprint, check)
    counts.inputs += inputs
    counts.kept += kept
    for (const rule of rules) told[rule] = (told[rule] ?? 0) + 1
    if (fault !== undefined) faults.push(`${path}: ${fault}`)
  }
  const drawn = fc.sample(anyBlueprint, { numRuns: count, seed })
  for (const [index, blueprint] of drawn.entries()) {
    const { fault } = tryExport(blueprint, check)
    if (fault !== undefined && faults.length < maximumFaults) faults.push(`drawn ${index}: ${fault}`)
  }
  return { seed, ...counts, drawn: drawn.length, told, faults }
}

function tryExport(blueprint: Blueprint, check: CheckText) {
  const { text, diagnostics } = exportTorque(blueprint)
  const again = importTorque('exported.yaml', text)
  // The input that chooses the agent does not come back, so the order is the same; names may have changed.
  const read = Object.values(again.blueprint?.inputs ?? {})
  const inputs = Object.values(blueprint.inputs ?? {})
  return {
    fault: check(text) ?? (again.blueprint === undefined ? again.diagnostics[0]?.message : undefined),
    rules: diagnostics.map(({ rule }) => rule),
    inputs: inputs.length,
    kept: inputs.filter((input, index) => isSameInput(input ?? {}, read[index] ?? {})).length,
  }
}

function isSameInput(left: BlueprintInput, right: BlueprintInput): boolean {
  return (
    isDeepStrictEqual(parseType(left.type ?? 'string'), parseType(right.type ?? 'string')) &&
    isDeepStrictEqual(left.default, right.default)
  )
}
