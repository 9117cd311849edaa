import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { findEnvironment } from './find-environment.ts'
import { findRequest, type RequestSelection } from './find-request.ts'
import {
  exitCodesHelp,
  toSubmission,
  withRequest,
  withWait,
  type RequestOptions,
} from './request/request-options.ts'
import { showRequest } from './request/submit.ts'
import { readEphemeral } from './values/read-ephemeral.ts'
import { withEphemeral } from './values/value-options.ts'

/** Commands about a request that is under way or failed. */
export function addRecoverCommands(command: Command): void {
  withWait(command.command('cancel'))
    .description('Cancel the request in progress, or discard a draft; changes made so far stay')
    .argument('<environment>', 'name or ID')
    .option('--request <id>', 'request to cancel (default: the one in progress)')
    .addHelpText('after', '\nExample:\n  groundplan env cancel orders-db --wait')
    .action(run(cancel))
  addRecovery(command, 'retry', 'Retry a failed request').action(run(recover('retry')))
  addRecovery(command, 'roll-back', 'Roll back a failed request').action(run(recover('roll-back')))
}

function addRecovery(command: Command, name: string, description: string): Command {
  return withEphemeral(withRequest(command.command(name)))
    .description(description)
    .argument('<environment>', 'name or ID')
    .option('--request <id>', 'failed request (default: the last one)')
    .addHelpText(
      'after',
      ['', ...exitCodesHelp, '', 'Example:', `  groundplan env ${name} orders-db --wait`].join('\n'),
    )
}

const inProgress: readonly string[] = ['planning', 'running', 'waiting-for-approval']

const cancel: Action<RequestSelection & { readonly wait?: boolean }> = (context, [reference = ''], options) =>
  withApi(context, async (client, _, connection) => {
    const environment = await findEnvironment(client, reference)
    const isDraft = environment.state === 'draft'
    const { id: requestId, status: before } = await findRequest(client, environment, options, {
      // A draft is what its launch left.
      fits: ({ status, kind }) => inProgress.includes(status) || (isDraft && kind === 'launch'),
      what: 'is in progress',
    })
    const submitted = await client.environments.cancel.mutate({ requestId })
    if (isDraft && !inProgress.includes(before)) {
      context.terminal.result(submitted, () => `${environment.name}: draft discarded.`)
      return exitCodes.done
    }
    const code = await showRequest(submitted, connection, context, options)
    // What was asked for is that it is cancelled.
    return code === exitCodes.failed ? exitCodes.done : code
  })

interface RecoverOptions extends RequestOptions, RequestSelection {
  readonly ephemeral?: readonly string[] | undefined
}

function recover(how: 'retry' | 'roll-back'): Action<RecoverOptions> {
  return (context, [reference = ''], options) =>
    withApi(context, async (client, _, connection) => {
      const environment = await findEnvironment(client, reference)
      const { id: requestId } = await findRequest(client, environment, options, {
        fits: ({ recoveries }) => recoveries.includes(how),
        what: how === 'retry' ? 'can be retried' : 'can be rolled back',
      })
      const ephemeral = await readEphemeral(client, environment, options)
      const wish = { ...toSubmission(options), ...ephemeral, requestId }
      const { retry, rollBack } = client.environments
      const submitted = await (how === 'retry' ? retry.mutate(wish) : rollBack.mutate(wish))
      return showRequest(submitted, connection, context, options)
    })
}
