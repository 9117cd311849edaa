import type { EnvironmentRequestView } from '@groundplan/api-client'
import { requestFacts, stateWords } from '@groundplan/environment/tables'
import { exitCodes } from '../../../exit-codes.ts'
import type { Terminal } from '../../../terminal/terminal.ts'
import { referenceTo } from '../find-environment.ts'
import { printOutputs } from '../print-environment.ts'
import type { FollowedRequest } from './follow-request.ts'
import { printPlan } from './print-plan.ts'

/** What became of a request, for people, with what they can do next. */
export function printOutcome(followed: FollowedRequest, terminal: Terminal): string {
  const { environment, request } = followed
  const what = `${environment.name}: ${requestFacts(request.kind).title.toLowerCase()}`
  switch (request.status) {
    case 'planning':
    case 'running':
      return `${what} requested. Follow it: groundplan env logs ${referenceTo(environment)} --follow`
    case 'done':
      return printDone(what, followed, terminal)
    case 'waiting-for-approval':
      return printWaiting(what, followed, terminal)
    case 'failed':
    case 'cancelled':
      return [`${what} ${request.status}.`, ...describeFailure(request), ...suggestRecovery(followed)].join(
        '\n',
      )
    case 'denied':
      return [`${what} denied.`, ...describeReasons(request)].join('\n')
    case 'rejected':
      return [`${what} rejected.`, ...describeFailure(request)].join('\n')
  }
}

/** The exit code that a request stands for. With `isPlanWanted`, a plan that waits to be confirmed is what the command was for. */
export function exitCodeOfRequest(
  { status, waitsFor }: Pick<EnvironmentRequestView, 'status' | 'waitsFor'>,
  { isPlanWanted }: { readonly isPlanWanted: boolean },
): number {
  switch (status) {
    case 'failed':
    case 'cancelled':
      return exitCodes.failed
    case 'denied':
    case 'rejected':
      return exitCodes.denied
    case 'waiting-for-approval':
      return isPlanWanted && waitsFor?.confirmation === true ? exitCodes.done : exitCodes.waiting
    default:
      return exitCodes.done
  }
}

function printDone(what: string, { environment, request, run }: FollowedRequest, terminal: Terminal): string {
  const isFact = requestFacts(request.kind).run === undefined
  const state = isFact ? '' : ` The environment is ${stateWords(environment.state)}.`
  const isShown = run?.kind === 'launch' || run?.kind === 'update' || run?.kind === 'start'
  const outputs = isShown && environment.outputs.length > 0 ? ['', printOutputs(environment, terminal)] : []
  return [`${what} succeeded.${state}`, ...outputs].join('\n')
}

function printWaiting(
  what: string,
  { environment, request, run }: FollowedRequest,
  terminal: Terminal,
): string {
  const { waitsFor } = request
  const reference = referenceTo(environment)
  const inputs = (waitsFor?.inputs ?? []).map((name) => ` --ephemeral ${name}`).join('')
  return [
    `${what} is waiting for ${waitsFor?.approval === true ? 'approval' : 'confirmation'}.`,
    ...(run === undefined ? [] : [printPlan(run, terminal), '']),
    ...(waitsFor?.approval === true ? describeReasons(request) : []),
    ...(waitsFor?.confirmation === true ? [`Apply it:   groundplan env confirm ${reference}${inputs}`] : []),
    ...(waitsFor?.approval === true ? [`Approve it: groundplan env answer ${reference} --approve`] : []),
    `Cancel it:  groundplan env cancel ${reference}`,
  ].join('\n')
}

function describeReasons({ decisions }: EnvironmentRequestView): readonly string[] {
  return decisions
    .filter(({ verdict }) => verdict !== 'allowed')
    .flatMap(({ reasons }) => reasons.map(({ policy, message }) => `${message} (${policy})`))
}

function describeFailure({ failure }: EnvironmentRequestView): readonly string[] {
  if (failure === undefined) return []
  return [failure.message, ...(failure.hint === undefined ? [] : [failure.hint])]
}

function suggestRecovery({ environment, request: { recoveries } }: FollowedRequest): readonly string[] {
  const reference = referenceTo(environment)
  return [
    ...(recoveries.includes('retry') ? [`Retry:      groundplan env retry ${reference}`] : []),
    ...(recoveries.includes('roll-back') ? [`Roll back:  groundplan env roll-back ${reference}`] : []),
  ]
}
