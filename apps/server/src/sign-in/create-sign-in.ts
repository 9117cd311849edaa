import { builtInRoles, type Caller } from '@groundplan/access'
import { createHttpFetch, readNetwork } from '@groundplan/http'
import { OidcProvider } from '@groundplan/identity-oidc'
import { readEnvironment } from '@groundplan/process'
import type { SignInConfig } from './sign-in-config.ts'
import { SignIn, type SignInDependencies } from './sign-in.ts'

interface CallerSettings {
  readonly accessToken?: string | undefined
  readonly signIn?: SignInConfig | undefined
}

/** Who calls without a token or a session of their own: whoever reaches a server for one person, or has its access token. */
export function findCallerWithoutIdentity({ accessToken, signIn }: CallerSettings): Caller {
  const grants = [{ role: builtInRoles['account-admin'] }]
  if (accessToken !== undefined)
    return { actor: { kind: 'api-token', name: 'access token', unverified: true }, grants }
  const actor = { kind: 'person', name: 'local user', unverified: true } as const
  return { actor, grants: signIn === undefined ? grants : [] }
}

/** How people of the configured identity provider sign in; `undefined` if there is none. */
export function createSignIn(
  config: SignInConfig | undefined,
  stores: Omit<SignInDependencies, 'provider' | 'admins' | 'limits'>,
): SignIn | undefined {
  if (config === undefined) return undefined
  const { oidc, admins, limits } = config
  const network = readNetwork(readEnvironment())
  const fetch = createHttpFetch({ service: 'the identity provider', timeout: 10_000, retries: 1, network })
  return new SignIn({ ...stores, admins, limits, provider: new OidcProvider(oidc, fetch) })
}
