import type { Member } from '../members/member.ts'
import type { MemberStore } from '../members/member-store.ts'
import type { RoleStore } from '../roles/role-store.ts'
import type { Role } from '../roles.ts'
import type { SessionStore, StoredSession } from './session-store.ts'

/** A session, and what says what its person may do at this moment. */
export interface KnownSignIn {
  readonly stored: StoredSession
  /** Those that stand for the person. */
  readonly members: readonly Member[]
  /** All roles of the company. */
  readonly roles: readonly Role[]
}

/** Port: finds who has signed in, by the hash of a secret, the current one or the one before. Every request asks: it is one look. */
export interface SignInDirectory {
  find(hash: string): Promise<KnownSignIn | undefined>
}

export interface SignInStores {
  readonly sessions: Pick<SessionStore, 'findByHash'>
  readonly members: Pick<MemberStore, 'listFor'>
  readonly roles: Pick<RoleStore, 'list'>
}

/** Looks into each store by itself. */
export function createSignInDirectory({ sessions, members, roles }: SignInStores): SignInDirectory {
  return {
    async find(hash) {
      const stored = await sessions.findByHash(hash)
      if (stored === undefined) return undefined
      const { identity } = stored.session
      return { stored, members: await members.listFor(identity), roles: await roles.list() }
    },
  }
}
