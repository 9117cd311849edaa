import {
  findSignedIn,
  startSession,
  type Caller,
  type Session,
  type SessionClient,
  type SignInDependencies as CallerDependencies,
} from '@groundplan/access'
import { localAdministrator } from './local-administrator.ts'
import type { OidcProvider, SignedIn } from '@groundplan/identity-oidc'

export interface SignInDependencies extends CallerDependencies {
  readonly provider: OidcProvider
}

export interface SignedInCaller {
  readonly session: Session
  readonly caller: Caller
  /** Replaces the secret that was sent. */
  readonly renewed: string | undefined
}

/** Knows who has signed in. */
export interface SessionFinder {
  /** Who calls with the secret of a session, if it is valid. */
  find(secret: string): Promise<SignedInCaller | undefined>
  /** Signs out. */
  end(sessionId: string): Promise<void>
}

/** People who sign in with an identity provider. */
export class SignIn implements SessionFinder {
  readonly #dependencies: SignInDependencies

  constructor(dependencies: SignInDependencies) {
    this.#dependencies = dependencies
  }

  get provider(): OidcProvider {
    return this.#dependencies.provider
  }

  /** The secret of a new session. */
  async start({ identity, providerSession }: SignedIn, client: SessionClient) {
    return startSession({ identity, client, providerSession }, this.#dependencies)
  }

  async find(secret: string): Promise<SignedInCaller | undefined> {
    const found = await findSignedIn(secret, this.#dependencies)
    // Whoever signed in with a link before there was a provider is nobody here.
    return found?.session.identity.issuer === localAdministrator.issuer ? undefined : found
  }

  async end(sessionId: string): Promise<void> {
    const { sessions, now } = this.#dependencies
    await sessions.end(sessionId, { reason: 'signed-out', at: now() })
  }

  /** Ends what a logout token of the provider says. Throws NotAllowedError. */
  async endByProvider(logoutToken: string): Promise<number> {
    const { sessions, provider, now } = this.#dependencies
    const owner = await provider.readLogoutToken(logoutToken)
    return sessions.endOf(owner, { reason: 'signed-out-by-provider', at: now() })
  }
}
