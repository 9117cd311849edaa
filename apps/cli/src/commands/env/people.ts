import { InputError } from '@groundplan/errors'
import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { collectValues } from '../blueprint/collect-values.ts'
import { findEnvironment } from './find-environment.ts'
import { toSubmission, withReason, type RequestOptions } from './request/request-options.ts'
import { showRequest } from './request/submit.ts'

/** Commands about whose environment it is, and what it is called. */
export function addPeopleCommands(command: Command): void {
  withReason(command.command('transfer'))
    .description('Make somebody else the owner of an environment')
    .argument('<environment>', 'name or ID')
    .argument('<owner>', 'name of the new owner')
    .addHelpText('after', '\nExample:\n  groundplan env transfer orders-db grace')
    .action(run(transfer))
  withReason(command.command('rename'))
    .description('Give an environment another name. Resources keep theirs')
    .argument('<environment>', 'name or ID')
    .argument('<name>', 'new name')
    .addHelpText('after', '\nExample:\n  groundplan env rename orders-db orders-db-old')
    .action(run(rename))
  withReason(command.command('share'))
    .description('Choose who can use an environment besides its owner')
    .argument('<environment>', 'name or ID')
    .option('--add <person>', 'person to share it with; repeatable', collectValues)
    .option('--remove <person>', 'person to stop sharing it with; repeatable', collectValues)
    .addHelpText('after', '\nExample:\n  groundplan env share orders-db --add grace --remove bob')
    .action(run(share))
}

const transfer: Action<RequestOptions> = (context, [reference = '', owner = ''], options) =>
  withApi(context, async (client, _, connection) => {
    const { id } = await findEnvironment(client, reference)
    const submitted = await client.environments.transfer.mutate({ ...toSubmission(options), id, owner })
    return showRequest(submitted, connection, context, options)
  })

const rename: Action<RequestOptions> = (context, [reference = '', name = ''], options) =>
  withApi(context, async (client, _, connection) => {
    const { id } = await findEnvironment(client, reference)
    const submitted = await client.environments.rename.mutate({ ...toSubmission(options), id, name })
    return showRequest(submitted, connection, context, options)
  })

interface ShareOptions extends RequestOptions {
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

const share: Action<ShareOptions> = (context, [reference = ''], options) =>
  withApi(context, async (client, _, connection) => {
    const { add = [], remove = [] } = options
    if (add.length + remove.length === 0)
      throw new InputError('Specify people to add or remove.', { hint: 'Use --add or --remove.' })
    const { id, collaborators } = await findEnvironment(client, reference)
    const kept = [...new Set([...collaborators, ...add])].filter((name) => !remove.includes(name))
    const submitted = await client.environments.share.mutate({
      ...toSubmission(options),
      id,
      collaborators: kept,
    })
    return showRequest(submitted, connection, context, options)
  })
