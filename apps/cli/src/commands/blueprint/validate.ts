import { validateBlueprint } from '@groundplan/blueprint'
import { hasErrors, NotFoundError, printDiagnostic, type Diagnostic } from '@groundplan/errors'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { listFiles, readText } from './read-files.ts'

export function createValidateCommand(): Command {
  return new Command('validate')
    .description('Check blueprint files; all findings at once')
    .argument('<path...>', 'files, or folders with .yaml files')
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan blueprint validate blueprints/\n  groundplan blueprint validate rds.yaml --json',
    )
    .action(run(validate))
}

const validate: Action<object> = async ({ terminal }, paths) => {
  const files = (await Promise.all(paths.map(listFiles))).flat()
  if (files.length === 0) throw new NotFoundError('There are no .yaml files there.')
  const diagnostics: Diagnostic[] = []
  for (const file of files) diagnostics.push(...validateBlueprint(file, await readText(file)).diagnostics)
  terminal.result({ files: files.length, diagnostics }, () =>
    [...diagnostics.map(printDiagnostic), `${files.length} files, ${diagnostics.length} findings`].join('\n'),
  )
  return hasErrors(diagnostics) ? exitCodes.findings : exitCodes.done
}
