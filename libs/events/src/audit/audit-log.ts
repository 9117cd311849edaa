import type { AuditRecord } from './audit-record.ts'
import type { EventType, NewEvent } from '../event.ts'

/** Which events to show; what is absent matches all. */
export interface AuditFilter {
  /** Inclusive. */
  readonly since?: Date | undefined
  /** Exclusive. */
  readonly until?: Date | undefined
  /** Name or kind of the actor, or both: `ada`, `api-token`, `api-token:ci`. */
  readonly actor?: string | undefined
  /** An action, or the part of it before the dot: `secret.created`, `secret`. */
  readonly action?: string | undefined
  /** Kind or id of the target, or both: `secret`, `github-token`, `secret:github-token`. */
  readonly target?: string | undefined
  /** True: only what was refused; false: only what was done. */
  readonly refused?: boolean | undefined
}

/** Where the chain of a space begins and ends. */
export interface ChainHead {
  /** Of the newest event; 0 if there was never one. */
  readonly sequence: number
  readonly hash: string
  /** Of the newest event that retention removed; 0 if it removed none. */
  readonly removedSequence: number
  readonly removedHash: string
}

/** Port: the chained events of one space. */
export interface AuditLog {
  readHead(): Promise<ChainHead>
  /** The newest first, below a sequence number. */
  search(
    filter: AuditFilter,
    page: { readonly limit: number; readonly before?: number | undefined },
  ): Promise<readonly AuditRecord[]>
  /** The oldest first, above a sequence number. */
  read(
    filter: AuditFilter,
    page: { readonly limit: number; readonly after: number },
  ): Promise<readonly AuditRecord[]>
  /** Records an event of something that changed nothing else. */
  record(event: NewEvent): Promise<void>
  /**
   * Removes the oldest events: those before a time and up to a sequence number, at most `limit`. Keeps the hash of the last one, and
   * records an event about it. Returns how many it removed.
   */
  removeOldest(removal: RemoveOldest): Promise<number>
}

export interface RemoveOldest {
  /** Events from this time on are kept. */
  readonly before: Date
  /** Events with higher sequence numbers are kept. */
  readonly upTo?: number | undefined
  readonly limit: number
  readonly now: Date
}

/** The event in which a removal names its last event, for whoever verifies the chain. */
export const removalType = 'audit-log.events-removed' as const satisfies EventType
