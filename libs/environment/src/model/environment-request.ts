import type { Actor } from '@groundplan/actor'
import type { BlueprintVersion, EnvironmentInputs, Failure, StopMode } from './environment.ts'
import type { PolicyDecision } from './policy-decision.ts'

/** What somebody wants, with what belongs to it. Secret inputs are sealed, ephemeral ones are not part of it. */
export type RequestPayload =
  /** Inputs replace those of the draft. */
  | { readonly kind: 'launch'; readonly inputs?: EnvironmentInputs | undefined }
  | { readonly kind: 'start' | 'reconcile' | 'end' | 'force-end' | 'release' }
  | { readonly kind: 'update'; readonly inputs: EnvironmentInputs }
  | {
      readonly kind: 'upgrade'
      readonly blueprint: BlueprintVersion
      readonly inputs: EnvironmentInputs
    }
  | { readonly kind: 'stop'; readonly mode: StopMode }
  | { readonly kind: 'restart'; readonly grains?: readonly string[] | undefined }
  | {
      readonly kind: 'action'
      readonly grain: string
      readonly action: string
      /** Address of the resource that it is about. */
      readonly resource?: string | undefined
    }
  /** Without a time it has no end. */
  | { readonly kind: 'extend'; readonly endsAt?: Date | undefined }
  | { readonly kind: 'transfer'; readonly owner: Actor }
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'share'; readonly collaborators: readonly Actor[] }

export type RequestStatus =
  /** Its run waits for a worker or makes the plan. */
  | 'planning'
  | 'waiting-for-approval'
  /** Its plan may be applied. */
  | 'running'
  | 'done'
  | 'denied'
  | 'rejected'
  | 'failed'
  | 'cancelled'

export interface EnvironmentRequest {
  readonly id: string
  readonly environmentId: string
  readonly payload: RequestPayload
  readonly requestedBy: Actor
  readonly requestedAt: Date
  readonly reason?: string | undefined
  /** True if the requester wants to see the plan before it is applied. */
  readonly confirm: boolean
  readonly status: RequestStatus
  /** What policies said, in order. */
  readonly decisions: readonly PolicyDecision[]
  /** What it waits for, while it waits. */
  readonly waitsFor?: AwaitedApproval | undefined
  readonly answers: readonly ApprovalAnswer[]
  readonly runId?: string | undefined
  readonly endedAt?: Date | undefined
  readonly failure?: Failure | undefined
}

/** An approval that is bound to what was shown: plan and inputs. */
export interface AwaitedApproval {
  /** Of the plan and the inputs, see `hashPlan`. */
  readonly planHash: string
  /** True if the requester has to confirm it. */
  readonly confirmation: boolean
  /** True if somebody else has to approve it. */
  readonly approval: boolean
  /** Ephemeral inputs whose values the requester has to enter again with the confirmation. */
  readonly inputs: readonly string[]
  readonly since: Date
}

export interface ApprovalAnswer {
  readonly by: Actor
  readonly at: Date
  readonly answer: 'approve' | 'reject'
  readonly planHash: string
  readonly comment?: string | undefined
}

/** True if nothing more is done about it. */
export function isDecided({ status }: Pick<EnvironmentRequest, 'status'>): boolean {
  return status !== 'planning' && status !== 'waiting-for-approval' && status !== 'running'
}
