import type { NewEvent } from '@groundplan/events'
import type { Environment } from '../model/environment.ts'
import { advance } from '../lifecycle/advance.ts'
import type { EnvironmentEventType } from '../lifecycle/environment-transitions.ts'
import { toEnvironmentEvent, type EventContext } from './environment-event.ts'

/** An environment on its way through several events of one transaction. */
export interface EnvironmentChange {
  readonly environment: Environment
  readonly events: readonly NewEvent[]
}

export interface Happening extends Omit<EventContext, 'type'> {
  readonly event: EnvironmentEventType
  /** For events that begin a run. */
  readonly runId?: string | undefined
  /** What else changes, in the same moment. */
  readonly set?: Partial<Environment> | undefined
}

/** Adds an event to a change. Throws ConflictError if it cannot happen now. */
export function happen(
  { environment, events }: EnvironmentChange,
  { event, runId, set, ...context }: Happening,
): EnvironmentChange {
  const lifecycle = advance({ ...environment, ...pickLifecycle(set) }, event, runId)
  const { runId: _, ...rest } = environment
  const after: Environment = { ...rest, ...set, ...lifecycle }
  return {
    environment: after,
    events: [...events, toEnvironmentEvent(environment, after, { ...context, type: event })],
  }
}

/** What is set counts for the rules of the event itself: nothing ends that may have resources. */
function pickLifecycle(set: Partial<Environment> | undefined): Partial<Environment> {
  return set?.mayHaveResources === undefined ? {} : { mayHaveResources: set.mayHaveResources }
}

/** True if any of the grains may have resources. */
export function mayHaveResources({ grains }: Pick<Environment, 'grains'>): boolean {
  return Object.values(grains).some((grain) => grain.mayHaveResources)
}
