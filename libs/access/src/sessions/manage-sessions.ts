import type { Caller } from '../caller.ts'
import { actorOf, type Identity } from '../members/identity.ts'
import { findGrants } from '../members/member.ts'
import { withBuiltIn } from '../roles/manage-roles.ts'
import { builtInRoles } from '../roles.ts'
import { createRandomText, hashText } from '../secret-text.ts'
import {
  isAlive,
  judgeSecret,
  rotationInterval,
  type Session,
  type SessionClient,
  type SessionLimits,
} from './session.ts'
import type { SessionStore, StoredSession } from './session-store.ts'
import type { KnownSignIn, SignInDirectory } from './sign-in-directory.ts'

/** Begins the secret of every session. */
export const sessionPrefix = 'groundplan-session_'

/** The last use is only kept to this many milliseconds, so that requests do not all write. */
const useInterval = 60_000

export interface SessionDependencies {
  readonly sessions: SessionStore
  readonly limits: SessionLimits
  readonly now: () => Date
}

export interface NewSession {
  readonly identity: Identity
  readonly client: SessionClient
  readonly providerSession?: string | undefined
}

/** Starts a session. The secret is only in this answer. */
export async function startSession(
  { identity, client, providerSession }: NewSession,
  { sessions, limits, now }: SessionDependencies,
): Promise<{ readonly session: Session; readonly secret: string }> {
  const at = now()
  const secret = createSessionSecret()
  const session: Session = {
    ...{ id: crypto.randomUUID(), identity, client, providerSession },
    ...{ createdAt: at, seenAt: at, expiresAt: new Date(at.getTime() + limits.lifetime) },
  }
  await sessions.add({ session, keys: { hash: await hashText(secret), rotatedAt: at } })
  return { session, secret }
}

export interface FoundSession {
  readonly session: Session
  /** Replaces the secret that was sent. */
  readonly renewed: string | undefined
}

/**
 * The session of a secret; `undefined` if it is unknown or has expired. Secrets of browsers are replaced from time to time. One that
 * comes although its replacement is in use was copied: the session ends.
 */
export async function findSession(
  secret: string,
  dependencies: SessionDependencies,
): Promise<FoundSession | undefined> {
  if (!isSessionSecret(secret)) return undefined
  const hash = await hashText(secret)
  const stored = await dependencies.sessions.findByHash(hash)
  return stored && acceptSecret(stored, hash, dependencies)
}

/** The same, with what the person may do at this moment. */
export async function findSignedIn(
  secret: string,
  dependencies: SignInDependencies,
): Promise<(FoundSession & { readonly caller: Caller }) | undefined> {
  if (!isSessionSecret(secret)) return undefined
  const hash = await hashText(secret)
  const known = await dependencies.signIns.find(hash)
  const found = known && (await acceptSecret(known.stored, hash, dependencies))
  return found && { ...found, caller: toPersonCaller(found.session.identity, known, dependencies.admins) }
}

async function acceptSecret(
  stored: StoredSession,
  hash: string,
  dependencies: SessionDependencies,
): Promise<FoundSession | undefined> {
  const { sessions, limits, now } = dependencies
  const at = now()
  if (!isAlive(stored.session, at, limits)) return undefined
  const { session, keys } = stored
  const kind = judgeSecret(keys, hash, at)
  if (kind === 'stolen') {
    await sessions.end(session.id, { reason: 'secret-reused', at })
    return undefined
  }
  const confirms = kind === 'current' && keys.confirmedAt === undefined
  if (confirms || at.getTime() - session.seenAt.getTime() >= useInterval)
    await sessions.noteUse(session.id, { at, confirms })
  const age = at.getTime() - keys.rotatedAt.getTime()
  // A former secret after a while: the answer with its replacement was lost.
  const isDue =
    kind === 'current' ? age >= rotationInterval : keys.confirmedAt === undefined && age >= useInterval
  if (session.client !== 'browser' || !isDue) return { session, renewed: undefined }
  return { session, renewed: await rotate(stored, hash, dependencies) }
}

/** A new secret beside the one that was sent, or `undefined` if another request has just made one. */
async function rotate(
  { session, keys }: StoredSession,
  previous: string,
  { sessions, now }: SessionDependencies,
): Promise<string | undefined> {
  const secret = createSessionSecret()
  const rotation = { from: keys.hash, to: await hashText(secret), previous, at: now() }
  return (await sessions.rotate(session.id, rotation)) ? secret : undefined
}

export interface SignInDependencies extends SessionDependencies {
  readonly signIns: SignInDirectory
  /** Whom the operator has made account admins. */
  readonly admins: Admins
}

export interface Admins {
  readonly usernames: readonly string[]
  readonly groups: readonly string[]
}

/** Who somebody is to the API: an actor, with what their members permit. */
function toPersonCaller(
  identity: Identity,
  { members, roles }: Pick<KnownSignIn, 'members' | 'roles'>,
  admins: Admins,
): Caller {
  const isAdmin =
    admins.usernames.includes(identity.username) ||
    identity.groups.some((group) => admins.groups.includes(group))
  return {
    actor: actorOf(identity),
    grants: [
      ...(isAdmin ? [{ role: builtInRoles['account-admin'] }] : []),
      ...findGrants(identity, members, withBuiltIn(roles)),
    ],
  }
}

function createSessionSecret(): string {
  return `${sessionPrefix}${createRandomText()}`
}

function isSessionSecret(text: string): boolean {
  return /^groundplan-session_[\w-]{43}$/.test(text)
}
