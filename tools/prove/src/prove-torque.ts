import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseBlueprint, printBlueprint, validateBlueprint } from '@groundplan/blueprint'
import { exportTorque, importTorque, isTorqueBlueprint } from '@groundplan/blueprint-torque'
import { printDiagnostic } from '@groundplan/errors'
import { readTorqueSchema, type CheckText } from './read-torque-schema.ts'

export interface TorqueOptions {
  /** Where the blueprints of Torque are, at any depth. */
  readonly directory: string | undefined
  /** Torque's own JSON Schema. */
  readonly reference: string | undefined
}

export interface TorqueResult {
  /** Blueprints of Torque among the YAML files. */
  readonly files: number
  readonly read: number
  readonly notRead: readonly { readonly file: string; readonly reason: string }[]
  /** How many of those that are read can be written for Torque again. */
  readonly exported: number
  /** How many of the files themselves Torque's schema accepts. */
  readonly accepted: number
  /** How many have no errors by Groundplan's own checks once they are read. */
  readonly valid: number
  readonly schemaFaults: readonly string[]
  readonly faults: readonly string[]
}

/** At least this share of real blueprints has to be read. */
const leastShare = 0.95

/** Reads every blueprint of Torque below a directory, and writes each for Torque again: Torque's schema has to accept that. */
export async function proveTorque({ directory, reference }: TorqueOptions): Promise<TorqueResult> {
  if (directory === undefined || reference === undefined) {
    throw new Error(
      "This needs --dir DIR, a directory with blueprints of Torque, and --reference FILE, Torque's JSON Schema of them.",
    )
  }
  const check = readTorqueSchema(reference)
  const counts = { files: 0, read: 0, exported: 0, accepted: 0, valid: 0 }
  const notRead: { file: string; reason: string }[] = []
  const schemaFaults: string[] = []
  const faults: string[] = []
  for (const path of listYamlFiles(directory)) {
    const [file, text] = [relative(directory, path), readFileSync(path, 'utf8')]
    if (!isTorqueBlueprint(file, text)) continue
    counts.files += 1
    if (check(text) === undefined) counts.accepted += 1
    const { blueprint, diagnostics } = importTorque(file, text)
    if (blueprint === undefined) {
      const errors = diagnostics.filter(({ severity }) => severity === 'error')
      notRead.push({ file, reason: errors.map(printDiagnostic).join('; ') })
      if (errors.length === 0) faults.push(`${file}: not read, without a reason`)
      continue
    }
    counts.read += 1
    const printed = printBlueprint(blueprint)
    for (const fault of findPrintFaults(file, printed)) faults.push(fault)
    const { diagnostics: findings } = validateBlueprint(file, printed)
    if (findings.every(({ severity }) => severity !== 'error')) counts.valid += 1
    const fault = findExportFault(parseBlueprint(file, printed).blueprint ?? blueprint, check)
    if (fault === undefined) counts.exported += 1
    else schemaFaults.push(`${file}: ${fault}`)
  }
  const isEnough = counts.read >= leastShare * counts.files
  return {
    ...counts,
    notRead,
    schemaFaults,
    faults: [
      ...faults,
      ...schemaFaults,
      ...(isEnough ? [] : [`${counts.read} of ${counts.files} files are read, too few`]),
    ],
  }
}

function findPrintFaults(file: string, printed: string): readonly string[] {
  const { blueprint, diagnostics } = parseBlueprint(file, printed)
  return blueprint === undefined ? diagnostics.map((found) => `imported, but ${printDiagnostic(found)}`) : []
}

function findExportFault(
  blueprint: Parameters<typeof exportTorque>[0],
  check: CheckText,
): string | undefined {
  return check(exportTorque(blueprint).text)
}

function listYamlFiles(directory: string): readonly string[] {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}
