import { writeFile } from 'node:fs/promises'
import { mergeBlueprints, type MergeConflict } from '@groundplan/blueprint'
import { InputError, printDiagnostic, printPosition } from '@groundplan/errors'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { readText } from './read-files.ts'

const examples = `
Examples:
  groundplan blueprint merge last-generated.yaml rds.yaml generated.yaml -o rds.yaml
  git config merge.groundplan.driver "groundplan blueprint merge %O %A %B -o %A --name %P"
  echo "blueprints/*.yaml merge=groundplan" >> .gitattributes`

export function createMergeCommand(): Command {
  return new Command('merge')
    .description('Merge generated changes into an edited blueprint')
    .argument('<base>', 'previously generated file')
    .argument('<edited>', 'edited file')
    .argument('<generated>', 'newly generated file')
    .option('-o, --output <file>', 'write to this file instead of standard output')
    .option('--name <name>', 'file name to show in messages (default: the edited file)')
    .addHelpText('after', examples)
    .action(run(merge))
}

interface Options {
  readonly output?: string
  readonly name?: string
}

const merge: Action<Options> = async ({ terminal }, paths, { output, name }) => {
  const [base = '', edited = '', generated = ''] = await Promise.all(paths.map(readText))
  const result = mergeBlueprints({ base, edited, generated })
  const file = name ?? paths[1] ?? ''
  const files: Record<string, string | undefined> = { base: paths[0], edited: file, generated: paths[2] }
  const diagnostics = result.diagnostics.map((found) => ({ ...found, file: files[found.file] ?? found.file }))
  if (output !== undefined) await writeText(output, result.text)
  for (const diagnostic of diagnostics) terminal.note(printDiagnostic(diagnostic))
  if (terminal.json) terminal.result({ ...result, diagnostics }, () => '')
  else {
    for (const conflict of result.conflicts) terminal.note(printConflict(file, conflict))
    if (output === undefined) await terminal.write(result.text)
  }
  const isSettled = result.conflicts.every(({ severity }) => severity === 'note')
  return isSettled ? exitCodes.done : exitCodes.findings
}

/** The conflict on one line, followed by the full text that was removed from the file. */
function printConflict(
  file: string,
  { severity, kind, message, hint, edited, ...place }: MergeConflict,
): string {
  const position = printPosition({ file, ...place })
  const isGone = kind === 'removed' || kind === 'comment'
  const quoted = isGone && edited !== undefined ? edited.split('\n').map((line) => `\n    ${line}`) : []
  return `${position}: ${severity}: ${message}${hint === undefined ? '' : ` (${hint})`}${quoted.join('')}`
}

async function writeText(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: unknown) => {
    throw new InputError(`The file ${file} cannot be written.`, { hint: 'Check the path.', cause })
  })
}
