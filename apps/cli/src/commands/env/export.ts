import type { ValueFormat } from '@groundplan/blueprint'
import { ConflictError } from '@groundplan/errors'
import { Option, type Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { findEnvironment } from './find-environment.ts'
import { getBlueprint } from './find-blueprint.ts'

const formats = {
  ...{ tfvars: true, json: true, yaml: true, module: true, command: true },
} satisfies Readonly<Record<ValueFormat, true>>

export function addExportCommand(command: Command): void {
  command
    .command('export')
    .description('Print the inputs of an environment for use somewhere else')
    .argument('<environment>', 'name or ID')
    .addOption(
      new Option(
        '--as <format>',
        'file of values, Terraform module blocks, or the command that launches the same',
      )
        .choices(Object.keys(formats))
        .default('tfvars'),
    )
    .addHelpText(
      'after',
      [
        '',
        'Secret values are left out; comments say which.',
        '',
        'Examples:',
        '  groundplan env export orders-db > orders-db.tfvars',
        '  groundplan env export orders-db --as module',
        '  groundplan env export orders-db --as command',
      ].join('\n'),
    )
    .action(run(exportValues))
}

const exportValues: Action<{ readonly as: ValueFormat }> = (context, [reference = ''], { as: format }) =>
  withApi(context, async (client) => {
    const environment = await findEnvironment(client, reference)
    const { name, version } = environment.blueprint
    // Loads parsers, which no other command needs.
    const { parseBlueprint, printLaunchValues } = await import('@groundplan/blueprint')
    const { text } = await getBlueprint(client, { name, version })
    const { blueprint } = parseBlueprint(`${name}.yaml`, text)
    if (blueprint === undefined)
      throw new ConflictError(`Version ${version} of ${name} is no longer a valid blueprint.`)
    const launch = {
      ...{ name, version, blueprint, environment: environment.name },
      ...{ values: environment.inputs, secrets: environment.secretInputs },
    }
    const printed = printLaunchValues(format, launch)
    context.terminal.result({ format, text: printed }, () => printed)
    return exitCodes.done
  })
