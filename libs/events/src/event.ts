import type { Actor } from '@groundplan/actor'

/**
 * Something that happened, recorded in the transaction of the change itself. Events are the audit log and the outbox: who did what,
 * when and why, with the subject before and after.
 */
export interface Event extends NewEvent {
  /** Counts up in the order of recording; with gaps. */
  readonly id: number
  readonly spaceId: string
}

export interface NewEvent {
  readonly at: Date
  readonly actor: Actor
  readonly type: EventType
  readonly subject: EventSubject
  /** The facts of the subject that changed, as they were; absent if it is new. */
  readonly before?: EventFacts | undefined
  readonly after?: EventFacts | undefined
  readonly reason?: string | undefined
  /** Names the request or import that caused it, e.g. `request:<x-request-id>` or `import:12`. */
  readonly correlationId?: string | undefined
  /** IP address that the actor's request came from. */
  readonly sourceAddress?: string | undefined
}

export interface EventSubject {
  readonly kind:
    | 'proposal'
    | 'import'
    | 'environment'
    | 'api-token'
    | 'workload'
    | 'secret'
    | 'credential'
    | 'signing-keys'
    | 'member'
    | 'role'
    | 'space'
    | 'publication'
    | 'session'
    | 'request'
    | 'audit-log'
    | 'state'
  readonly id: string
}

export type EventFacts = Readonly<Record<string, string | number | boolean | null>>

export const eventTypes = [
  'proposal.opened',
  'proposal.recalled',
  'proposal.updated',
  'proposal.conflict-decided',
  'proposal.renamed',
  'proposal.outdated',
  'proposal.pull-request-synced',
  'proposal.pull-request-rewritten',
  'proposal.approved',
  'proposal.rejected',
  'proposal.withdrawn',
  'proposal.reopen-requested',
  'environment.created',
  'environment.launch-requested',
  'environment.approval-required',
  'environment.launch-started',
  'environment.launch-declined',
  'environment.cancelled',
  'environment.launched',
  'environment.launch-failed',
  'environment.change-requested',
  'environment.change-declined',
  'environment.update-started',
  'environment.updated',
  'environment.stopped',
  'environment.update-failed',
  'environment.end-started',
  'environment.ended',
  'environment.end-failed',
  'environment.force-ended',
  'environment.released',
  'environment.extended',
  'environment.transferred',
  'environment.renamed',
  'environment.shared',
  'environment.output-revealed',
  'environment.request-denied',
  'environment.request-waiting',
  'environment.request-answered',
  'environment.request-cancelled',
  'environment.run-interrupted',
  'api-token.created',
  'api-token.revoked',
  'workload.trusted',
  'workload.removed',
  'secret.created',
  'secret.changed',
  'secret.removed',
  'member.added',
  'member.role-changed',
  'member.removed',
  'role.created',
  'role.changed',
  'role.removed',
  'space.created',
  'space.changed',
  'space.limits-changed',
  'space.pool-changed',
  'space.archived',
  'space.restored',
  'publication.created',
  'publication.changed',
  'publication.removed',
  'session.started',
  'session.ended',
  'credential.created',
  'credential.changed',
  'credential.removed',
  'signing-keys.revoked',
  'secret.key-rotated',
  'state.unlocked',
  'state.rolled-back',
  'state.downloaded',
  'state.removed',
  'import.started',
  'import.cancelled',
  'access.denied',
  'access.unauthenticated',
  'access.rate-limited',
  'audit-log.events-removed',
] as const

export type EventType = (typeof eventTypes)[number]
