import { ConflictError } from '@groundplan/errors'
import { environmentStates, type EnvironmentState } from './environment-states.ts'
import { transitionOf, type EnvironmentEventType } from './environment-transitions.ts'

/** Where an environment is in its life. */
export interface Lifecycle {
  readonly state: EnvironmentState
  /** ID of the run that holds the environment. */
  readonly runId?: string | undefined
  /** True from before the first apply until everything is known to be destroyed. */
  readonly mayHaveResources: boolean
}

/** True if the environment is over: nothing happens to it any more. */
export function isOver({ state }: Pick<Lifecycle, 'state'>): boolean {
  return environmentStates[state].final
}

/**
 * The lifecycle after an event; `runId` names the run that it begins. Throws ConflictError if it cannot happen now. Before
 * `environment.created` there is no lifecycle.
 */
export function advance(
  before: Lifecycle | undefined,
  event: EnvironmentEventType,
  runId?: string,
): Lifecycle {
  const refusal = findRefusal(before, event)
  if (refusal !== undefined) throw new ConflictError(refusal.message, { hint: refusal.hint })
  const { to, run } = transitionOf(event)
  const state = to === 'same' ? (before?.state ?? 'draft') : to
  const mayHaveResources = before?.mayHaveResources ?? false
  if (run === 'begins') {
    if (runId === undefined) throw new Error(`${event} names its run.`)
    return { state, mayHaveResources, runId }
  }
  const goesOn = before?.runId !== undefined && run !== 'ends'
  return goesOn ? { state, mayHaveResources, runId: before.runId } : { state, mayHaveResources }
}

interface Refusal {
  readonly message: string
  readonly hint?: string | undefined
}

/** Why an event cannot happen now; `undefined` if it can. */
export function findRefusal(before: Lifecycle | undefined, event: EnvironmentEventType): Refusal | undefined {
  const { from, run, needs } = transitionOf(event)
  const state = before?.state ?? 'none'
  if (!from.includes(state))
    return { message: `The environment is ${stateWords(state)}, so this cannot happen: ${event}.` }
  const isBusy = before?.runId !== undefined
  if (isBusy && (run === 'begins' || run === 'none')) {
    return {
      message: 'Another request for this environment is in progress.',
      hint: 'Wait until it is done, or cancel it.',
    }
  }
  // A draft is cancelled without a run.
  if (!isBusy && (run === 'continues' || (run === 'ends' && state !== 'draft')))
    return { message: 'The environment has no run.' }
  if (needs === 'no-resources' && before?.mayHaveResources === true)
    return {
      message: 'The environment may still have resources.',
      hint: 'End it, or release it so that Groundplan forgets it.',
    }
  return undefined
}

/** The state within a sentence. */
export function stateWords(state: EnvironmentState | 'none'): string {
  return state === 'none' ? 'not recorded' : state.replaceAll('-', ' ')
}
