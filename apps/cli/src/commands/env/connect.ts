import type { EnvironmentView } from '@groundplan/api-client'
import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { findEnvironment } from './find-environment.ts'

export function addConnectCommand(command: Command): void {
  command
    .command('connect')
    .description('Show how to reach an environment: links, addresses and commands to copy')
    .argument('<environment>', 'name or ID')
    .addHelpText(
      'after',
      [
        '',
        'Links and addresses come from the outputs of the blueprint; commands from resources that people reach, such as',
        'machines, databases and clusters. Commands use the AWS credentials of your own shell.',
        '',
        'Examples:',
        '  groundplan env connect orders-db',
        `  groundplan env connect web --json | jq -r '.items[] | select(.label == "Session Manager") | .value'`,
      ].join('\n'),
    )
    .action(run(connect))
}

const connect: Action<object> = (context, [reference = '']) =>
  withApi(context, async (client) => {
    const { terminal } = context
    const environment = await findEnvironment(client, reference)
    terminal.result({ items: environment.connections }, () =>
      environment.connections.length === 0
        ? `Groundplan knows no way to reach "${environment.name}". Its outputs: groundplan env outputs ${environment.name}`
        : terminal.table(['To', 'With', 'Use'], environment.connections.map(toRow)),
    )
    return exitCodes.done
  })

function toRow({ label, value, of }: EnvironmentView['connections'][number]): readonly string[] {
  return of.kind === 'output' ? [of.name, label === of.name ? '' : label, value] : [of.address, label, value]
}
