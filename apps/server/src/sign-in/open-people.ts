import type { MemberStore, RoleStore, SessionStore, SignInDirectory } from '@groundplan/access'
import {
  PostgresMemberStore,
  PostgresRoleStore,
  PostgresSessionStore,
  PostgresSignInDirectory,
  type OpenDatabase,
} from '@groundplan/database'
import { RecentSignIns } from './recent-sign-ins.ts'

export interface People {
  readonly members: MemberStore
  readonly roles: RoleStore
  readonly sessions: SessionStore
  readonly signIns: SignInDirectory
}

/** Who may do what, and who has signed in. What is changed through these stores counts for the next request. */
export function openPeople(database: OpenDatabase): People {
  const signIns = new RecentSignIns(new PostgresSignInDirectory(database))
  return {
    signIns,
    members: signIns.watch(new PostgresMemberStore(database)),
    roles: signIns.watch(new PostgresRoleStore(database)),
    sessions: signIns.watch(new PostgresSessionStore(database)),
  }
}
