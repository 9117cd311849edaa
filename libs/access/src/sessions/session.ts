import type { Identity } from '../members/identity.ts'

/** Which program somebody signed in with. */
export type SessionClient = 'browser' | 'cli'

/** Somebody who has signed in. The secret that proves it is not kept anywhere, only its hash. */
export interface Session {
  readonly id: string
  readonly identity: Identity
  readonly client: SessionClient
  readonly createdAt: Date
  /** When it was used last, to the minute. */
  readonly seenAt: Date
  /** Ends then, however much it is used. */
  readonly expiresAt: Date
  /** What the provider calls its own session, of which it tells when that ends. */
  readonly providerSession?: string | undefined
}

/** The secrets of a session, as hashes. */
export interface SessionKeys {
  readonly hash: string
  /** When the current secret was made. */
  readonly rotatedAt: Date
  /** When the current secret was used for the first time: its owner has received it. */
  readonly confirmedAt?: Date | undefined
  /** The secret before the current one. */
  readonly previousHash?: string | undefined
}

export interface SessionLimits {
  /** Milliseconds without a request after which a session has ended. */
  readonly idle: number
  /** Milliseconds after signing in at which it ends in any case. */
  readonly lifetime: number
}

export const defaultSessionLimits: SessionLimits = { idle: 3_600_000, lifetime: 12 * 3_600_000 }

/** How old the secret of a browser gets before it is replaced, in milliseconds. */
export const rotationInterval = 15 * 60_000

/** How long the former secret is accepted once the new one was used, in milliseconds: requests overlap. */
export const overlap = 60_000

/** False once a session has expired, by its end or for lack of use. */
export function isAlive({ seenAt, expiresAt }: Session, at: Date, { idle }: SessionLimits): boolean {
  return at < expiresAt && at.getTime() - seenAt.getTime() < idle
}

/** What a secret is to a session: the one that counts, one that was replaced but is still accepted, or one that only a thief has. */
export function judgeSecret(keys: SessionKeys, hash: string, at: Date): 'current' | 'former' | 'stolen' {
  if (hash === keys.hash) return 'current'
  const { confirmedAt } = keys
  return confirmedAt === undefined || at.getTime() - confirmedAt.getTime() < overlap ? 'former' : 'stolen'
}
