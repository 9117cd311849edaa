import { printMinutes, type SpaceLimits } from '@groundplan/access'
import { launchedStates } from '../lifecycle/environment-states.ts'
import type { Environment } from '../model/environment.ts'
import type { RequestPayload } from '../model/environment-request.ts'
import type { PolicyDecision } from '../model/policy-decision.ts'
import type { EnvironmentCapacity, EnvironmentStore } from '../ports/environment-store.ts'

const minute = 60_000
/** How far the clock of whoever computes an end may be ahead, in milliseconds. */
const clockTolerance = minute

/** The environment with the end that a launch has if nobody named one. */
export function withDefaultEnd(environment: Environment, limits: SpaceLimits, at: Date): Environment {
  const minutes = limits.defaultDuration ?? limits.maxDuration
  if (environment.endsAt !== undefined || minutes === undefined) return environment
  return { ...environment, endsAt: new Date(at.getTime() + minutes * minute) }
}

export interface LimitQuestion {
  readonly environment: Environment
  readonly payload: RequestPayload
  readonly at: Date
}

export interface LimitCheck {
  /** Absent: no limit forbids it. */
  readonly denial?: PolicyDecision | undefined
  /** What still has to hold when the change is written. */
  readonly capacity?: EnvironmentCapacity | undefined
}

/** Compares a request with the limits of its space. */
export async function checkLimits(
  question: LimitQuestion,
  limits: SpaceLimits,
  store: Pick<EnvironmentStore, 'countLaunched'>,
): Promise<LimitCheck> {
  const tooLong = findTooLong(question, limits)
  const { environment, payload } = question
  const owner = payload.kind === 'transfer' ? payload.owner : environment.owner
  const capacity: EnvironmentCapacity = {
    ...(payload.kind === 'launch' ? { environments: limits.environments } : {}),
    ...(owner.kind === 'person' ? { ofOwner: limits.environmentsPerPerson } : {}),
  }
  const isCounted = payload.kind === 'launch' || (payload.kind === 'transfer' && isLaunched(environment))
  if (!isCounted || Object.values(capacity).every((limit) => limit === undefined)) return toCheck([tooLong])
  const counts = await store.countLaunched(owner)
  const tooMany = [
    isReached(counts.environments, capacity.environments) &&
      `The space "${environment.spaceId}" allows ${count(capacity.environments)} at once, and has ${counts.environments}. End one first`,
    isReached(counts.ofOwner, capacity.ofOwner) &&
      `The space "${environment.spaceId}" allows ${count(capacity.ofOwner)} per person, and "${'name' in owner ? owner.name : ''}" has ${counts.ofOwner}. End one first`,
  ]
  return { ...toCheck([tooLong, ...tooMany]), capacity }
}

function isLaunched({ state }: Environment): boolean {
  return launchedStates.includes(state)
}

function isReached(known: number, limit: number | undefined): limit is number {
  return limit !== undefined && known >= limit
}

/** An end that lies beyond the longest duration. */
function findTooLong(
  { environment, payload, at }: LimitQuestion,
  { maxDuration }: SpaceLimits,
): string | undefined {
  if (maxDuration === undefined || (payload.kind !== 'launch' && payload.kind !== 'extend')) return undefined
  // A draft may have been waiting for long.
  const from = isLaunched(environment) ? environment.createdAt : at
  const latest = new Date(from.getTime() + maxDuration * minute)
  const wanted = payload.kind === 'extend' ? payload.endsAt : environment.endsAt
  if (wanted !== undefined && wanted.getTime() <= latest.getTime() + clockTolerance) return undefined
  const until = latest.toISOString().replace(/:\d\d\.\d+Z$/, 'Z')
  return `The space "${environment.spaceId}" lets an environment run for at most ${printMinutes(maxDuration)}, so this one until ${until}. Choose an earlier end`
}

/** Each reason says who can change the limit. */
function toCheck(messages: readonly (string | false | undefined)[]): LimitCheck {
  const reasons = messages
    .filter((message) => typeof message === 'string')
    .map((message) => ({
      policy: 'space-limits',
      message: `${message}, or ask someone who manages spaces to raise the limit.`,
    }))
  return reasons.length === 0 ? {} : { denial: { at: 'request', verdict: 'denied', reasons } }
}

function count(limit: number | undefined): string {
  return limit === 1 ? '1 environment' : `${limit} environments`
}
