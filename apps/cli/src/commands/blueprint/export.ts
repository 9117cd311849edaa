import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseBlueprint } from '@groundplan/blueprint'
import { exportTorque } from '@groundplan/blueprint-torque'
import { InputError } from '@groundplan/errors'
import { Command, Option } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { printGrouped } from '../../terminal/group-findings.ts'
import { readText } from './read-files.ts'

export function createExportCommand(): Command {
  return new Command('export')
    .description('Print a blueprint in the format of another product')
    .argument('<file>')
    .addOption(
      new Option('--format <format>', 'torque: Quali Torque, spec_version 2')
        .choices(['torque'])
        .default('torque'),
    )
    .option('-o, --output <file>', 'write to this file instead')
    .addHelpText(
      'after',
      [
        '',
        'What Torque cannot express or check is printed to standard error and, where users need to know, added to descriptions.',
        '',
        'Examples:',
        '  groundplan blueprint export --format torque rds.yaml > torque/blueprints/rds.yaml',
        '  groundplan blueprint export --format torque rds.yaml -o torque/blueprints/rds.yaml',
      ].join('\n'),
    )
    .action(run(exportBlueprint))
}

interface ExportOptions {
  readonly format: 'torque'
  readonly output?: string
}

const exportBlueprint: Action<ExportOptions> = async ({ terminal }, [file = ''], { output }) => {
  if (output !== undefined && resolve(output) === resolve(file)) {
    throw new InputError('The output file is the blueprint itself.', {
      hint: 'Choose another file with --output.',
    })
  }
  const { blueprint, diagnostics: problems, locate } = parseBlueprint(file, await readText(file))
  const exported = blueprint === undefined ? undefined : exportTorque(blueprint, { file, locate })
  const diagnostics = [...problems, ...(exported?.diagnostics ?? [])]
  if (!terminal.json) for (const line of printGrouped(diagnostics)) terminal.note(line)
  if (exported === undefined) {
    terminal.result({ diagnostics }, () => '')
    return exitCodes.findings
  }
  if (output !== undefined) await writeText(output, exported.text)
  const place = output === undefined ? { text: exported.text } : { file: output }
  terminal.result({ ...place, diagnostics }, () => (output === undefined ? exported.text : `Wrote ${output}`))
  return exitCodes.done
}

async function writeText(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (cause) {
    throw new InputError(`The file ${file} cannot be written.`, { hint: 'Check the path.', cause })
  }
}
