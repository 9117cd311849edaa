import { parseBlueprint, toLaunchForm } from '@groundplan/blueprint'
import { printDiagnostic } from '@groundplan/errors'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { readText } from './read-files.ts'

export function createFormCommand(): Command {
  return new Command('form')
    .description("Print a blueprint's launch form: JSON Schema and hints for react-jsonschema-form")
    .argument('<file>')
    .addHelpText('after', '\nExamples:\n  groundplan blueprint form rds.yaml > rds.form.json')
    .action(run(form))
}

const form: Action<object> = async ({ terminal }, [file = '']) => {
  const { blueprint, diagnostics } = parseBlueprint(file, await readText(file))
  for (const diagnostic of diagnostics) terminal.note(printDiagnostic(diagnostic))
  if (blueprint === undefined) return exitCodes.findings
  const launchForm = toLaunchForm(blueprint)
  terminal.result(launchForm, () => JSON.stringify(launchForm, undefined, 2))
  return exitCodes.done
}
