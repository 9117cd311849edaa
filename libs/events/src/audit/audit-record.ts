import type { Actor } from '@groundplan/actor'
import type { EventFacts, EventSubject, EventType, NewEvent } from '../event.ts'
import { canonicalJson } from './canonical-json.ts'

/** SHA-256 of a text's UTF-8, as 64 hexadecimal digits in lower case. */
export type Sha256 = (text: string) => string

/** What the first event of a space follows. */
export const firstHash = '0'.repeat(64)

/** An event without its place in the chain, as it is hashed and exported; the time is ISO 8601 with milliseconds. */
export interface AuditContent {
  readonly time: string
  readonly actor: Actor
  readonly action: EventType
  readonly target: EventSubject
  readonly space: string
  readonly sourceAddress?: string | undefined
  readonly before?: EventFacts | undefined
  readonly after?: EventFacts | undefined
  readonly reason?: string | undefined
  readonly correlationId?: string | undefined
}

/** An event in the chain of its space: what `audit export` writes, one in each line. */
export interface AuditRecord extends AuditContent {
  /** Counts from 1 in each space, without gaps. */
  readonly sequence: number
  readonly id: number
  /** The hash of the event before it; `null` if that one is missing. */
  readonly previousHash: string | null
  readonly hash: string
}

export function toAuditContent(event: NewEvent, spaceId: string): AuditContent {
  const { at, actor, type: action, subject: target, before, after, ...rest } = event
  const { reason, correlationId, sourceAddress } = rest
  return {
    ...{ time: at.toISOString(), actor, action, target, space: spaceId },
    ...{ sourceAddress, before, after, reason, correlationId },
  }
}

/**
 * The digest of an event: SHA-256 of its canonical JSON (RFC 8785). This is a published format: hashes of events that exist depend on it.
 */
export function digestOf(content: AuditContent, sha256: Sha256): string {
  const { time, actor, action, target, space, sourceAddress, before, after, reason, correlationId } = content
  return sha256(
    canonicalJson({
      ...{ time, actor, action, target, space, sourceAddress, before, after, reason, correlationId },
    }),
  )
}

/** The hash of an event: SHA-256 of the hash before it, its place, its id and its digest, separated by spaces. */
export function linkHash(
  previousHash: string,
  { sequence, id, digest }: { readonly sequence: number; readonly id: number; readonly digest: string },
  sha256: Sha256,
): string {
  return sha256(`${previousHash} ${sequence} ${id} ${digest}`)
}
