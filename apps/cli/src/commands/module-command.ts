import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasErrors, NotFoundError, printDiagnostic } from '@groundplan/errors'
import {
  isConfigurationFile,
  isRequired,
  readModule,
  type SourceFile,
  type TerraformModule,
} from '@groundplan/terraform-module'
import { printType } from '@groundplan/terraform-type'
import { Command } from 'commander'
import { run, type Action } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Terminal } from '../terminal/terminal.ts'

export function createModuleCommand(): Command {
  const command = new Command('module').description('Look at Terraform modules')
  command
    .command('inspect')
    .description('Show the interface of the module in a folder')
    .argument('<directory>')
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan module inspect modules/rds-postgres\n  groundplan module inspect . --json',
    )
    .action(run(inspect))
  return command
}

const inspect: Action<object> = async ({ terminal }, [directory = '']) => {
  const module = await readModule({ path: directory, files: await readFiles(directory) })
  terminal.result(module, () => printModule(module, terminal))
  return hasErrors(module.diagnostics) ? exitCodes.findings : exitCodes.done
}

async function readFiles(directory: string): Promise<readonly SourceFile[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => undefined)
  if (entries === undefined) throw new NotFoundError(`There is no folder ${directory}.`)
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  if (!names.some(isConfigurationFile)) {
    throw new NotFoundError(`There are no Terraform files in ${directory}.`, {
      hint: 'Name a folder with .tf files.',
    })
  }
  const wanted = names.filter((name) => isConfigurationFile(name) || /^readme\.md$/i.test(name))
  return Promise.all(
    wanted.map(async (name) => ({
      path: join(directory, name),
      bytes: await readFile(join(directory, name)),
    })),
  )
}

function printModule(
  { variables, outputs, resources, moduleCalls, diagnostics }: TerraformModule,
  terminal: Terminal,
): string {
  const variableRows = variables.map((variable) => [
    variable.name,
    printType(variable.type),
    isRequired(variable) ? 'required' : JSON.stringify(variable.default?.value),
    variable.description?.trim(),
  ])
  const outputRows = outputs.map(({ name, description }) => [name, description?.trim()])
  const types = [...new Set(resources.filter(({ mode }) => mode === 'managed').map(({ type }) => type))]
  return [
    terminal.table(['Variable', 'Type', 'Default', 'Description'], variableRows),
    '',
    terminal.table(['Output', 'Description'], outputRows),
    '',
    `Creates: ${types.length === 0 ? 'nothing of its own' : types.join(', ')}`,
    ...moduleCalls.map(
      ({ name, source }) => `Calls module ${name} from ${source ?? 'a source that is not constant'}`,
    ),
    ...diagnostics.map(printDiagnostic),
  ].join('\n')
}
