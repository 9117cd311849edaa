import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { printBlueprint, type Blueprint } from '@groundplan/blueprint'
import { importTorque } from '@groundplan/blueprint-torque'
import { NotFoundError, printDiagnostic, type Diagnostic } from '@groundplan/errors'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { Cell } from '../../terminal/print-table.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { findTorqueFiles, type TorqueFile } from './find-torque-files.ts'

export function createImportTorqueCommand(): Command {
  return new Command('import-torque')
    .description('Import blueprints from Quali Torque; without --output, only show the result')
    .argument('<path...>', 'files, or folders with blueprints at any depth')
    .option('-o, --output <directory>', 'write the blueprints into this folder')
    .option('--force', 'overwrite existing files')
    .addHelpText(
      'after',
      [
        '',
        'Anything that is skipped or means something different in Groundplan is reported on standard error, with its position.',
        'Exits with 1 if a file cannot be read or written.',
        '',
        'Examples:',
        '  groundplan blueprint import-torque ~/src/torque-blueprints',
        '  groundplan blueprint import-torque ~/src/torque-blueprints -o blueprints',
        "  groundplan blueprint import-torque rds.yaml --json | jq '.files[].diagnostics[].message'",
      ].join('\n'),
    )
    .action(run(importFiles))
}

interface ImportOptions {
  readonly output?: string
  readonly force?: boolean
}

interface ImportedFile {
  readonly file: string
  /** Where the blueprint was written. */
  readonly written?: string | undefined
  /** Why there is no blueprint, or none was written. */
  readonly reason?: string | undefined
  readonly inputs?: number
  readonly grains?: number
  readonly diagnostics: readonly Diagnostic[]
}

const importFiles: Action<ImportOptions> = async ({ terminal, signal }, paths, options) => {
  const { blueprints, others } = await findTorqueFiles(paths)
  if (blueprints.length === 0) {
    throw new NotFoundError('No Torque blueprints found.', {
      hint: 'Torque blueprints are YAML files with `spec_version` and `grains`.',
    })
  }
  const taken = new Map<string, string>()
  const files: ImportedFile[] = []
  for (const found of blueprints) {
    signal.throwIfAborted()
    const imported = await importFile(found, options, taken)
    if (!terminal.json)
      for (const diagnostic of imported.diagnostics) terminal.note(printDiagnostic(diagnostic))
    files.push(imported)
  }
  terminal.result({ files, others }, () => printImport(files, others, terminal))
  return files.every(({ reason }) => reason === undefined) ? exitCodes.done : exitCodes.findings
}

async function importFile(
  { file, text, problem }: TorqueFile,
  options: ImportOptions,
  taken: Map<string, string>,
): Promise<ImportedFile> {
  if (problem !== undefined) return { file, reason: problem.message, diagnostics: [problem] }
  const { blueprint, diagnostics } = importTorque(file, text)
  if (blueprint === undefined) {
    const first = diagnostics.find(({ severity }) => severity === 'error')
    return { file, reason: first?.message, diagnostics }
  }
  const counts = {
    inputs: Object.keys(blueprint.inputs ?? {}).length,
    grains: Object.keys(blueprint.grains).length,
  }
  return { file, ...(await writeBlueprint(file, blueprint, { ...options, taken })), ...counts, diagnostics }
}

async function writeBlueprint(
  file: string,
  blueprint: Blueprint,
  { output, force = false, taken }: ImportOptions & { readonly taken: Map<string, string> },
): Promise<Pick<ImportedFile, 'written' | 'reason'>> {
  if (output === undefined) return {}
  const written = join(output, basename(file).replace(/\.yml$/, '.yaml'))
  const other = taken.get(written)
  if (other !== undefined) return { reason: `Not written: ${other} already uses ${written}.` }
  taken.set(written, file)
  try {
    await mkdir(output, { recursive: true })
    await writeFile(written, printBlueprint(blueprint), { flag: force ? 'w' : 'wx' })
    return { written }
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    const hint = isThere ? 'already exists; use --force to overwrite it' : 'cannot be written'
    return { reason: `Not written: ${written} ${hint}.` }
  }
}

function printImport(files: readonly ImportedFile[], others: number, terminal: Terminal): string {
  const rows = files.map(({ file, inputs, grains, reason, written, diagnostics }): Cell[] => {
    const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length
    // Errors were already printed with their position.
    if (errors > 0) return [file, 'not read', `${errors} error${errors === 1 ? '' : 's'}`]
    return [file, inputs === undefined ? 'not read' : 'read', inputs, grains, warnings, reason ?? written]
  })
  const read = files.filter(({ inputs }) => inputs !== undefined).length
  const also = others === 0 ? '' : `, ${others} other YAML files`
  const table = terminal.table(['File', '', 'Inputs', 'Grains', 'Warnings', ''], rows)
  return `${table}\n\n${read} of ${files.length} read${also}`
}
