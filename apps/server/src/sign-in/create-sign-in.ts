import { builtInRoles, type Caller } from '@groundplan/access'
import { createHttpFetch, readNetwork } from '@groundplan/http'
import { OidcProvider } from '@groundplan/identity-oidc'
import { readEnvironment } from '@groundplan/process'
import { LocalSignIn } from './local-sign-in.ts'
import type { SignInConfig } from './sign-in-config.ts'
import { SignIn, type SignInDependencies } from './sign-in.ts'

interface SignInSettings {
  readonly signIn?: SignInConfig | undefined
  readonly localSignIn?: boolean | undefined
}

/** How people sign in, as the configuration says: with an identity provider, with links that work once, or not at all. */
export function openSignIn(
  { signIn, localSignIn }: SignInSettings,
  stores: Omit<SignInDependencies, 'provider' | 'admins' | 'limits'>,
): { readonly signIn: SignIn | undefined; readonly localSignIn: LocalSignIn | undefined } {
  return {
    signIn: signIn === undefined ? undefined : createSignIn(signIn, stores),
    localSignIn: signIn === undefined && localSignIn === true ? new LocalSignIn(stores) : undefined,
  }
}

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

/** People of the identity provider of the configuration. */
function createSignIn(
  { oidc, admins, limits }: SignInConfig,
  stores: Omit<SignInDependencies, 'provider' | 'admins' | 'limits'>,
): SignIn {
  const network = readNetwork(readEnvironment())
  const fetch = createHttpFetch({ service: 'the identity provider', timeout: 10_000, retries: 1, network })
  return new SignIn({ ...stores, admins, limits, provider: new OidcProvider(oidc, fetch) })
}
