import type { Caller } from '@groundplan/access'
import type { Actor } from '@groundplan/actor'
import { errorMessage } from '@groundplan/errors'
import type { Environment, EnvironmentTarget } from '../model/environment.ts'
import type { PolicyDecision } from '../model/policy-decision.ts'
import type { EnvironmentRequest } from '../model/environment-request.ts'
import type { GrainPlan, PlannedAction } from '../model/run.ts'

/** What policies are asked, and when. Plain data without secrets. */
export type PolicyQuestion =
  | {
      readonly at: 'request'
      readonly environment: Environment
      readonly request: EnvironmentRequest
      /** What it would be launched with or changed to; absent for requests that change no resources. */
      readonly target?: EnvironmentTarget | undefined
      readonly caller: Caller
    }
  | {
      readonly at: 'plan'
      readonly environment: Environment
      readonly request: EnvironmentRequest
      readonly target: EnvironmentTarget
      readonly requestedBy: Actor
      /** The grains that were planned and not yet decided. */
      readonly plans: readonly { readonly grain: string; readonly plan: GrainPlan }[]
    }

/** Port: judges requests and plans. What throws denies. */
export interface Policies {
  decide(question: PolicyQuestion): Promise<PolicyDecision>
}

/** Used where a space has no policies. */
export const allowEverything: Policies = {
  decide: async ({ at }) => ({ at, verdict: 'allowed', reasons: [] }),
}

/** Asks the policies; one that fails to evaluate denies, and the reason says so. */
export async function askPolicies(policies: Policies, question: PolicyQuestion): Promise<PolicyDecision> {
  try {
    return await policies.decide(question)
  } catch (error) {
    const message = `The policies could not be evaluated: ${errorMessage(error)}`
    return { at: question.at, verdict: 'denied', reasons: [{ policy: 'evaluation', message }] }
  }
}

/** The reasons as one text. */
export function describeReasons({ reasons }: Pick<PolicyDecision, 'reasons'>): string {
  return reasons.map(({ message }) => message).join(' ')
}

/** True if an action only adds something. */
export function isAddition({ action }: PlannedAction): boolean {
  return action === 'create' || action === 'read'
}
