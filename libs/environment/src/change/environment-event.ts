import { displayActor, type Actor } from '@groundplan/actor'
import type { EventFacts, EventType, NewEvent } from '@groundplan/events'
import type { Environment } from '../model/environment.ts'

export interface EventContext {
  readonly type: Extract<EventType, `environment.${string}`>
  readonly actor: Actor
  readonly at: Date
  readonly reason?: string | undefined
  /** The request that causes it. */
  readonly requestId?: string | undefined
  /** What else reports want to know. */
  readonly context?: EventFacts | undefined
}

/** The event about a change: what of the environment is different, without secrets. */
export function toEnvironmentEvent(
  before: Environment | undefined,
  after: Environment,
  { type, actor, at, reason, requestId, context }: EventContext,
): NewEvent {
  const [old, now] = [before && factsOf(before), factsOf(after)]
  const changed = Object.keys({ ...old, ...now }).filter((key) => old?.[key] !== now[key])
  const pick = (facts: EventFacts) =>
    Object.fromEntries(changed.flatMap((key) => (facts[key] === undefined ? [] : [[key, facts[key]]])))
  return {
    ...{ at, actor, type, subject: { kind: 'environment', id: after.id } },
    after: { ...pick(now), ...context },
    ...(old === undefined ? {} : { before: pick(old) }),
    ...(reason === undefined ? {} : { reason }),
    ...(requestId === undefined ? {} : { correlationId: `environment-request:${requestId}` }),
  }
}

/** What people and reports want to compare. */
function factsOf(environment: Environment): EventFacts {
  const { name, state, blueprint, owner, collaborators, component, labels, endsAt, stoppedBy } = environment
  return {
    ...{ name, state, blueprint: blueprint.name, version: blueprint.version, owner: displayActor(owner) },
    ...(collaborators.length === 0 ? {} : { collaborators: collaborators.map(displayActor).join(', ') }),
    ...(component === undefined ? {} : { component }),
    ...(labels.length === 0 ? {} : { labels: labels.join(', ') }),
    ...(endsAt === undefined ? {} : { endsAt: endsAt.toISOString() }),
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
  }
}
