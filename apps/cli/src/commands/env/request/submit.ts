import type { ApiClient, EnvironmentRequestView, EnvironmentView } from '@groundplan/api-client'
import { describeUnserved } from '@groundplan/environment/tables'
import { CancelledError } from '@groundplan/errors'
import type { CommandContext } from '../../../command-context.ts'
import type { Connection } from '../../../server/connect.ts'
import { referenceTo } from '../find-environment.ts'
import { followRequest, isSettled, type FollowedRequest } from './follow-request.ts'
import { patientServer } from './patient-server.ts'
import { printLogLine } from './print-log-line.ts'
import { exitCodeOfRequest, printOutcome } from './print-outcome.ts'

interface Submitted {
  readonly environment: EnvironmentView
  readonly request: EnvironmentRequestView
}

interface SubmitOptions {
  readonly wait?: boolean | undefined
  readonly confirm?: boolean | undefined
}

/**
 * Shows what became of a request that was sent, and returns the exit code. With `wait` it follows the request until it is over or waits
 * for somebody, with `confirm` until its plan is there; so it does where the server ends with this command.
 */
export async function showRequest(
  submitted: Submitted,
  connection: Connection,
  context: CommandContext,
  { wait = false, confirm = false }: SubmitOptions,
): Promise<number> {
  const { terminal } = context
  const isFollowed = !isSettled(submitted.request) && (wait || confirm || connection.temporary)
  if (isFollowed && !wait && !confirm)
    terminal.note(
      'No server is running, so this command waits for the result. To start one: groundplan serve',
    )
  const followed = isFollowed
    ? await follow(submitted, connection, context)
    : await withRun(submitted, connection.client)
  terminal.result(followed, () => printOutcome(followed, terminal))
  return exitCodeOfRequest(followed.request, { isPlanWanted: confirm })
}

/** Follows a request; its log goes to standard error. */
export async function follow(
  { environment, request }: Submitted,
  connection: Connection,
  context: CommandContext,
): Promise<FollowedRequest> {
  const server = patientServer(connection, context)
  const wanted = { id: environment.id, requestId: request.id }
  // Whoever answers has seen the log of the plan. ISO 8601 sorts as text.
  const since = request.answers.at(-1)?.at ?? ''
  try {
    return await followRequest(wanted, server, {
      onLine: (line) => {
        if (line.at >= since) context.terminal.note(printLogLine(line))
      },
      onUnserved: noteUnserved(context),
    })
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error
    const reference = referenceTo(environment)
    throw new CancelledError(
      `Stopped following; the request continues. To cancel it: groundplan env cancel ${reference}`,
    )
  }
}

/** Says what a run waits for that nobody takes. */
export function noteUnserved({ terminal }: Pick<CommandContext, 'terminal'>): (pool: string) => void {
  return (pool) => {
    const { message, hint } = describeUnserved(pool)
    terminal.note(`${message}\n${hint}`)
  }
}

/** The plan of a request that waits. */
async function withRun(submitted: Submitted, { environments }: ApiClient): Promise<FollowedRequest> {
  if (submitted.request.status !== 'waiting-for-approval') return submitted
  const { run } = await environments.request.query({ requestId: submitted.request.id })
  return { ...submitted, run }
}
