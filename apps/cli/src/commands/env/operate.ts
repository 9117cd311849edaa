import type { ApiClient, EnvironmentView } from '@groundplan/api-client'
import type { JsonObject } from '@groundplan/terraform-type'
import { Option, type Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { collectValues } from '../blueprint/collect-values.ts'
import { askYes } from './ask-yes.ts'
import { findEnvironment } from './find-environment.ts'
import {
  exitCodesHelp,
  toSubmission,
  withReason,
  withRequest,
  type RequestOptions,
} from './request/request-options.ts'
import { showRequest } from './request/submit.ts'
import { readEphemeral } from './values/read-ephemeral.ts'
import { withEphemeral } from './values/value-options.ts'

/** Commands whose request has no values but those of ephemeral inputs. */
export function addOperateCommands(command: Command): void {
  addRun(command, 'start', 'Start a stopped environment').action(run(start))
  addRun(command, 'stop', 'Stop an environment, keeping its name and inputs', 'orders-db --mode destroy')
    .addOption(
      new Option('--mode <mode>', 'power resources off, or destroy them until the next start')
        .choices(['power-off', 'destroy'])
        .default('power-off'),
    )
    .action(run(stop))
  addRun(command, 'restart', 'Restart what the blueprint declares', 'orders-db --part database')
    .option('--part <name>', 'only this part of the blueprint; repeatable', collectValues)
    .action(run(restart))
  addRun(command, 'reconcile', 'Bring resources back to what the blueprint and the inputs describe').action(
    run(reconcile),
  )
  addRun(command, 'end', 'Destroy an environment').action(run(end))
  addRun(
    command,
    'force-end',
    'After a failed end, destroy what can be destroyed and stop managing the rest',
    'orders-db --yes',
  )
    .option('--yes', 'skip the prompt')
    .action(run(forceEnd))
  withReason(command.command('release'))
    .description('Stop managing an environment without destroying its resources')
    .argument('<environment>', 'name or ID')
    .option('--yes', 'skip the prompt')
    .addHelpText(
      'after',
      '\nExample:\n  groundplan env release orders-db --reason "moved to another account" --yes',
    )
    .action(run(release))
}

function addRun(command: Command, name: string, description: string, example = 'orders-db'): Command {
  return withEphemeral(withRequest(command.command(name)))
    .description(description)
    .argument('<environment>', 'name or ID')
    .addHelpText(
      'after',
      ['', ...exitCodesHelp, '', 'Example:', `  groundplan env ${name} ${example} --wait`].join('\n'),
    )
}

interface OperateOptions extends RequestOptions {
  readonly ephemeral?: readonly string[] | undefined
  readonly yes?: boolean | undefined
}

/** What all of these requests have. */
interface Common {
  readonly id: string
  readonly confirm?: boolean
  readonly reason?: string
  readonly ephemeral?: JsonObject
}

type Send<Options> = (
  environments: ApiClient['environments'],
  common: Common,
  options: Options,
) => ReturnType<ApiClient['environments']['end']['mutate']>

/** A request that becomes a run. */
function operate<Options extends OperateOptions>(
  send: Send<Options>,
  question?: (environment: EnvironmentView) => string,
): Action<Options> {
  return (context, [reference = ''], options) =>
    withApi(context, async (client, _, connection) => {
      const environment = await findEnvironment(client, reference)
      if (question !== undefined)
        await askYes({ text: question(environment), yes: options.yes, hint: 'Add --yes.' })
      const ephemeral = await readEphemeral(client, environment, options)
      const common = { ...toSubmission(options), ...ephemeral, id: environment.id }
      const submitted = await send(client.environments, common, options)
      return showRequest(submitted, connection, context, options)
    })
}

const start = operate((environments, common) => environments.start.mutate(common))
const stop = operate<OperateOptions & { readonly mode: 'power-off' | 'destroy' }>(
  (environments, common, { mode }) => environments.stop.mutate({ ...common, mode }),
)
const restart = operate<OperateOptions & { readonly part?: readonly string[] }>(
  (environments, common, { part = [] }) =>
    environments.restart.mutate({ ...common, ...(part.length > 0 && { grains: [...part] }) }),
)
const reconcile = operate((environments, common) => environments.reconcile.mutate(common))
const end = operate((environments, common) => environments.end.mutate(common))
const forceEnd = operate(
  (environments, common) => environments.forceEnd.mutate(common),
  ({ name }) => `Forget what of "${name}" cannot be destroyed?`,
)

const release: Action<RequestOptions & { readonly yes?: boolean }> = (context, [reference = ''], options) =>
  withApi(context, async (client, _, connection) => {
    const environment = await findEnvironment(client, reference)
    const text = `Forget "${environment.name}"? Its resources stay, and nobody here looks after them any more.`
    await askYes({ text, yes: options.yes, hint: 'Add --yes.' })
    const submitted = await client.environments.release.mutate({
      ...toSubmission(options),
      id: environment.id,
    })
    return showRequest(submitted, connection, context, options)
  })
