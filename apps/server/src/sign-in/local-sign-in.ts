import { randomBytes } from 'node:crypto'
import {
  actorOf,
  builtInRoles,
  findSession,
  startSession,
  type Caller,
  type Session,
  type SessionLimits,
  type SessionStore,
} from '@groundplan/access'
import { localAdministrator } from './local-administrator.ts'
import type { SessionFinder, SignedInCaller } from './sign-in.ts'

/** How long a link can be used, in milliseconds. */
export const linkLifetime = 10 * 60_000

/** How many links can be open at a time; a further one ends the oldest. */
const mostLinks = 20

/** Whoever uses the server's own machine signs in for a month, and at least every week. */
const limits: SessionLimits = { idle: 7 * 24 * 3_600_000, lifetime: 30 * 24 * 3_600_000 }

const caller: Caller = {
  actor: actorOf(localAdministrator),
  grants: [{ role: builtInRoles['account-admin'] }],
}

export interface LocalSignInDependencies {
  readonly sessions: SessionStore
  readonly now: () => Date
}

/**
 * How the one administrator of a server without an identity provider signs in: a browser with a link that works once, programs of the same
 * user with a token in the home folder. Links and the token end with the process.
 */
export class LocalSignIn implements SessionFinder {
  readonly #dependencies: LocalSignInDependencies
  /** When each of them ends, the oldest first. */
  readonly #links = new Map<string, number>()
  /** For programs that can read the home folder. */
  readonly token = randomBytes(32).toString('hex')
  readonly caller = caller

  constructor(dependencies: LocalSignInDependencies) {
    this.#dependencies = dependencies
  }

  /** The code of a new link: 256 random bits. */
  createCode(): string {
    const code = randomBytes(32).toString('base64url')
    const [oldest] = this.#links.keys()
    if (this.#links.size >= mostLinks && oldest !== undefined) this.#links.delete(oldest)
    this.#links.set(code, this.#dependencies.now().getTime() + linkLifetime)
    return code
  }

  /** Uses the code of a link up; `undefined` if there is no such link, or its time is over. */
  async useCode(code: string): Promise<{ readonly session: Session; readonly secret: string } | undefined> {
    const endsAt = this.#links.get(code)
    this.#links.delete(code)
    if (endsAt === undefined || this.#dependencies.now().getTime() >= endsAt) return undefined
    return startSession(
      { identity: localAdministrator, client: 'browser' },
      { ...this.#dependencies, limits },
    )
  }

  async find(secret: string): Promise<SignedInCaller | undefined> {
    const found = await findSession(secret, { ...this.#dependencies, limits })
    // One of an identity provider that the server had before is nobody here.
    if (found === undefined || found.session.identity.issuer !== localAdministrator.issuer) return undefined
    return { ...found, caller }
  }

  async end(sessionId: string): Promise<void> {
    const { sessions, now } = this.#dependencies
    await sessions.end(sessionId, { reason: 'signed-out', at: now() })
  }
}
