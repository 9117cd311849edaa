import type { AuditRecord } from '../audit/audit-record.ts'

/** Port: somewhere that events are sent to. */
export interface EventSink {
  /** Under which it is stored how far it is. */
  readonly name: string
  /** Sends events in order. Yields the sequence number up to which they have arrived; throws if one does not. */
  send(records: readonly AuditRecord[], signal: AbortSignal): AsyncIterable<number>
}

/** How far a sink is. */
export interface Delivery {
  /** Of the last event that has arrived; 0 if none has. */
  readonly sequence: number
  /** Attempts that have failed since. */
  readonly failures: number
  /** When it may be tried again; absent: now. */
  readonly retryAt?: Date | undefined
}

/** Port: keeps how far sinks are, in one space. */
export interface DeliveryStore {
  find(sink: string): Promise<Delivery>
  /** Moves on from one event to a later one. False if somebody else has moved it. */
  advance(sink: string, from: number, to: number): Promise<boolean>
  /** Keeps why the next event did not arrive, and when to try again. */
  noteFailure(sink: string, failure: { readonly error: string; readonly retryAt: Date }): Promise<void>
}
