import { InputError, NotFoundError } from '@groundplan/errors'
import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { findEnvironment } from './find-environment.ts'
import { printEnvironment, printOutputs } from './print-environment.ts'

export function addShowCommands(command: Command): void {
  command
    .command('show')
    .description('Show one environment: its state, inputs, outputs, resources and latest requests')
    .argument('<environment>', 'name or ID')
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan env show orders-db\n  groundplan env show orders-db --json',
    )
    .action(run(show))
  command
    .command('outputs')
    .description('Show the outputs of an environment, or the value of one')
    .argument('<environment>', 'name or ID')
    .argument('[output]', 'name of one output, whose value is printed as it is')
    .option('--reveal', 'print the output even if it is secret; the audit log notes that you did')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  groundplan env outputs orders-db',
        '  psql "$(groundplan env outputs orders-db url)"',
        '  groundplan env outputs orders-db password --reveal',
      ].join('\n'),
    )
    .action(run(showOutputs))
}

/** The latest ones. */
const shownRequests = 5

const show: Action<object> = (context, [reference = '']) =>
  withApi(context, async (client) => {
    const { id } = await findEnvironment(client, reference)
    const [snapshot, { items: requests }] = await Promise.all([
      client.environments.get.query({ id }),
      client.environments.requests.query({ id, limit: shownRequests }),
    ])
    const details = { ...snapshot, requests }
    context.terminal.result(details, () => printEnvironment(details, context.terminal))
    return exitCodes.done
  })

const showOutputs: Action<{ readonly reveal?: boolean | undefined }> = (
  context,
  [reference = '', wanted],
  { reveal = false },
) =>
  withApi(context, async (client) => {
    const { terminal } = context
    const environment = await findEnvironment(client, reference)
    const { name, outputs } = environment
    if (wanted === undefined) {
      if (reveal) throw new InputError('--reveal needs the name of an output.')
      terminal.result({ items: outputs }, () =>
        outputs.length === 0 ? `"${name}" has no outputs.` : printOutputs(environment, terminal),
      )
      return exitCodes.done
    }
    const output = outputs.find((each) => each.name === wanted)
    if (output === undefined) {
      throw new NotFoundError(`"${name}" has no output "${wanted}".`, {
        hint: `It has: ${outputs.map((each) => each.name).join(', ') || 'none'}.`,
      })
    }
    const { id } = environment
    const { value } = reveal ? await client.environments.revealOutput.mutate({ id, output: wanted }) : output
    if (value === undefined) {
      throw new InputError(`The output "${wanted}" is secret, or has no value yet.`, {
        hint: 'Add --reveal to print a secret one.',
      })
    }
    terminal.result({ ...output, value }, () => value)
    return exitCodes.done
  })
