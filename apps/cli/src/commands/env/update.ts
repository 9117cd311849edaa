import type { ApiClient, EnvironmentView } from '@groundplan/api-client'
import { InputError } from '@groundplan/errors'
import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { findEnvironment } from './find-environment.ts'
import { getBlueprint } from './find-blueprint.ts'
import { exitCodesHelp, toSubmission, withRequest, type RequestOptions } from './request/request-options.ts'
import { showRequest } from './request/submit.ts'
import { readValues } from './values/read-values.ts'
import { hasValues, valuesHelp, withNewValues, type ValueOptions } from './values/value-options.ts'

export function addUpdateCommand(command: Command): void {
  withRequest(withNewValues(command.command('update')))
    .description('Change inputs of an environment; inputs you leave out keep their values')
    .argument('<environment>', 'name or ID')
    .addHelpText(
      'after',
      [
        '',
        ...valuesHelp,
        ...exitCodesHelp,
        '',
        'Examples:',
        '  groundplan env update orders-db --set size=40 --wait',
        '  groundplan env update orders-db --values db.tfvars --unset backup_window --confirm',
      ].join('\n'),
    )
    .action(run(update))
}

type UpdateOptions = RequestOptions & ValueOptions

const update: Action<UpdateOptions> = (context, [reference = ''], options) =>
  withApi(context, async (client, _, connection) => {
    const environment = await findEnvironment(client, reference)
    const submitted = await sendUpdate(client, environment, options)
    return showRequest(submitted, connection, context, options)
  })

/** Requests an update with the values of the options. Throws InputError if there are none. */
export async function sendUpdate(client: ApiClient, environment: EnvironmentView, options: UpdateOptions) {
  if (!hasValues(options)) {
    throw new InputError('No values are given.', { hint: 'Use --set, --values, --secret or --unset.' })
  }
  const blueprint = await getBlueprint(client, environment.blueprint)
  const given = [...Object.keys(environment.inputs), ...environment.secretInputs]
  const inputs = await readValues({ ...options, given }, blueprint.inputs)
  const { id } = environment
  return client.environments.update.mutate({ ...toSubmission(options), id, inputs, keepOthers: true })
}
