import { InputError } from '@groundplan/errors'
import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { findEnvironment } from './find-environment.ts'
import { findRequest, type RequestSelection } from './find-request.ts'
import { withReason, type RequestOptions } from './request/request-options.ts'
import { printPlan } from './request/print-plan.ts'
import { exitCodeOfRequest, printOutcome } from './request/print-outcome.ts'
import { showRequest } from './request/submit.ts'
import { sendUpdate } from './update.ts'
import { hasValues, valuesHelp, withNewValues, type ValueOptions } from './values/value-options.ts'

export function addPlanCommand(command: Command): void {
  withReason(withNewValues(command.command('plan')))
    .description('Show the plan that is waiting for confirmation; with values, plan an update')
    .argument('<environment>', 'name or ID')
    .option('--request <id>', 'plan of another request, as `env show` lists it')
    .addHelpText(
      'after',
      [
        '',
        'Nothing changes until you confirm the plan. Exits with 5 if planning failed, and with 6 if it was denied.',
        ...valuesHelp,
        '',
        'Examples:',
        '  groundplan env plan orders-db',
        '  groundplan env plan orders-db --set size=40',
        '  groundplan env confirm orders-db',
      ].join('\n'),
    )
    .action(run(showPlan))
}

type PlanOptions = ValueOptions & RequestOptions & RequestSelection

const showPlan: Action<PlanOptions> = (context, [reference = ''], options) =>
  withApi(context, async (client, _, connection) => {
    const { terminal } = context
    const environment = await findEnvironment(client, reference)
    if (hasValues(options)) {
      if (options.request !== undefined)
        throw new InputError('Values plan an update of their own: leave out --request.')
      const submitted = await sendUpdate(client, environment, { ...options, confirm: true })
      return showRequest(submitted, connection, context, { confirm: true })
    }
    const { id: requestId } = await findRequest(client, environment, options, {
      ...{ fits: ({ runId }) => runId !== undefined, what: 'has a plan' },
    })
    const found = { environment, ...(await client.environments.request.query({ requestId })) }
    terminal.result(found, () => {
      const { request, run: planned } = found
      if (request.status === 'waiting-for-approval' || planned === undefined)
        return printOutcome(found, terminal)
      return [printOutcome(found, terminal), '', printPlan(planned, terminal)].join('\n')
    })
    return exitCodeOfRequest(found.request, { isPlanWanted: true })
  })
