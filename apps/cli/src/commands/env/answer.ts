import type {
  ApiClient,
  EnvironmentRequestView,
  EnvironmentRunView,
  EnvironmentView,
} from '@groundplan/api-client'
import { InputError } from '@groundplan/errors'
import type { Command } from 'commander'
import { run, withApi, type Action, type CommandContext } from '../../command-context.ts'
import { askYes } from './ask-yes.ts'
import { findEnvironment } from './find-environment.ts'
import { findRequest, type RequestSelection } from './find-request.ts'
import { printPlan } from './request/print-plan.ts'
import { exitCodesHelp, withWait } from './request/request-options.ts'
import { showRequest } from './request/submit.ts'
import { readEphemeral } from './values/read-ephemeral.ts'
import { withEphemeral } from './values/value-options.ts'

/** Commands with which people answer a request that waits. */
export function addAnswerCommands(command: Command): void {
  withEphemeral(withAnswer(command.command('confirm')))
    .description('Apply the plan of your own request, or reject it')
    .option('--reject', 'reject it; nothing changes')
    .addHelpText('after', help(['confirm orders-db --wait', 'confirm orders-db --plan 5f6c… --wait --json']))
    .action(run(confirm))
  withAnswer(command.command('answer'))
    .description("Approve or reject somebody else's request")
    .option('--approve', 'approve it')
    .option('--reject', 'reject it')
    .addHelpText(
      'after',
      help(['answer orders-db --approve', 'answer orders-db --reject --comment "too large"']),
    )
    .action(run(answer))
}

function withAnswer(command: Command): Command {
  return withWait(command)
    .argument('<environment>', 'name or ID')
    .option('--request <id>', 'request to answer (default: the one that is waiting)')
    .option('--plan <hash>', 'hash of the plan that you reviewed; fails if the plan has changed')
    .option('--yes', 'skip the prompt')
    .option('--comment <text>', 'comment, recorded with the answer')
}

function help(examples: readonly string[]): string {
  return [
    '',
    'Shows the plan and prompts. In scripts use --yes, or --plan with the hash of the plan that you reviewed:',
    '`groundplan env plan NAME --json` has it as request.waitsFor.planHash.',
    ...exitCodesHelp,
    '',
    'Examples:',
    ...examples.map((example) => `  groundplan env ${example}`),
  ].join('\n')
}

interface AnswerOptions extends RequestSelection {
  readonly approve?: boolean
  readonly reject?: boolean
  readonly plan?: string
  readonly yes?: boolean
  readonly comment?: string
  readonly wait?: boolean
}

const confirm: Action<AnswerOptions & { readonly ephemeral?: readonly string[] }> = (
  context,
  [reference = ''],
  options,
) =>
  withApi(context, async (client, _, connection) => {
    const waiting = await findWaiting(client, reference, options)
    const { environment, request, planned } = waiting
    const isRejected = options.reject === true
    const given = await decide(waiting, context, options, isRejected ? 'reject' : 'approve')
    // What was given for the plan is gone by now: it is never stored.
    const needed = isRejected ? [] : (request.waitsFor?.inputs ?? [])
    const wanted = { ephemeral: options.ephemeral, needed }
    const needsInputs = needed.length > 0 || options.ephemeral !== undefined
    const ephemeral = needsInputs ? await readEphemeral(client, planned ?? environment, wanted) : {}
    const submitted = await client.environments.confirm.mutate({ ...given, ...ephemeral })
    return showRequest(submitted, connection, context, options)
  })

const answer: Action<AnswerOptions> = (context, [reference = ''], options) =>
  withApi(context, async (client, _, connection) => {
    const { approve = false, reject = false } = options
    if (approve === reject)
      throw new InputError('Say what you answer.', { hint: 'Use --approve or --reject.' })
    const waiting = await findWaiting(client, reference, options)
    const given = await decide(waiting, context, options, approve ? 'approve' : 'reject')
    const submitted = await client.environments.answer.mutate(given)
    return showRequest(submitted, connection, context, options)
  })

interface Waiting {
  readonly environment: EnvironmentView
  readonly request: EnvironmentRequestView
  /** Absent for requests that have no run. */
  readonly planned?: EnvironmentRunView | undefined
}

async function findWaiting(client: ApiClient, reference: string, options: AnswerOptions): Promise<Waiting> {
  const environment = await findEnvironment(client, reference)
  const request = await findRequest(client, environment, options, {
    ...{ fits: ({ status }) => status === 'waiting-for-approval', what: 'waits for an answer' },
  })
  const { run: planned } = await client.environments.request.query({ requestId: request.id })
  return { environment, request, planned }
}

/** Shows what is answered, and has it confirmed unless the options say it all. */
async function decide(
  { environment, request, planned }: Waiting,
  { terminal }: CommandContext,
  { plan, yes, comment }: AnswerOptions,
  chosen: 'approve' | 'reject',
) {
  if (planned !== undefined) terminal.note(printPlan(planned, terminal))
  const isSaid = yes === true || plan !== undefined || chosen === 'reject'
  await askYes({
    ...{ text: `Apply this to "${environment.name}"?`, yes: isSaid },
    hint: 'Add --yes, or --plan with the hash of the plan that you reviewed.',
  })
  return {
    ...{ requestId: request.id, answer: chosen, planHash: plan ?? request.waitsFor?.planHash ?? '' },
    ...(comment === undefined ? {} : { comment }),
  }
}
