import type { Session, SessionKeys } from './session.ts'

export interface StoredSession {
  readonly session: Session
  readonly keys: SessionKeys
}

/** Why a session ended. */
export type SessionEnd = 'signed-out' | 'signed-out-by-provider' | 'secret-reused' | 'revoked'

/** Whose sessions are meant; all that is given has to fit. */
export interface SessionOwner {
  readonly issuer: string
  readonly subject?: string | undefined
  readonly providerSession?: string | undefined
}

/** Port: the sessions of the installation. Starts and ends, and their events, are written in one transaction. */
export interface SessionStore {
  add(stored: StoredSession): Promise<void>
  /** By the hash of the current secret or of the one before. */
  findByHash(hash: string): Promise<StoredSession | undefined>
  /** Notes the last use, and with it whether the current secret has arrived. */
  noteUse(id: string, use: { readonly at: Date; readonly confirms: boolean }): Promise<void>
  /** Replaces the current secret if it is still the expected one; false if somebody else did. */
  rotate(id: string, rotation: SessionRotation): Promise<boolean>
  /** Ends a session; nothing happens if there is none. */
  end(id: string, end: { readonly reason: SessionEnd; readonly at: Date }): Promise<void>
  /** Ends what the provider has ended; returns how many sessions. */
  endOf(owner: SessionOwner, end: { readonly reason: SessionEnd; readonly at: Date }): Promise<number>
  /** Those of one person, the newest first. */
  listOf(owner: { readonly issuer: string; readonly subject: string }): Promise<readonly Session[]>
  /** Forgets what was not used since `seenBefore`, and what expired before `at`. */
  tidy(limits: { readonly at: Date; readonly seenBefore: Date }): Promise<void>
}

export interface SessionRotation {
  /** The hash that is replaced. */
  readonly from: string
  readonly to: string
  /** What stays acceptable beside the new one. */
  readonly previous: string
  readonly at: Date
}
