import { createNodeApiClient } from '@groundplan/api-client/node'
import { ProviderBrowser, startIdentityProvider, type IdentityProvider } from '@groundplan/identity-provider'

const people = [
  { login: 'ada', email: 'ada@example.com', groups: ['platform'] },
  { login: 'bob', email: 'bob@example.com', groups: ['everybody', 'developers'] },
]

/** An identity provider for servers at these addresses. */
export function startProvider(urls: readonly string[]): Promise<IdentityProvider> {
  const client = {
    ...{ id: 'groundplan', secret: 'the-secret', signedOutUris: [] },
    redirectUris: urls.map((url) => `${url}/auth/callback`),
  }
  return startIdentityProvider({ people, client })
}

/** What a server is started with so that people sign in. */
export function signInSettings({ issuer }: IdentityProvider): Readonly<Record<string, string>> {
  return {
    ...{ GROUNDPLAN_OIDC_ISSUER: issuer, GROUNDPLAN_OIDC_CLIENT_ID: 'groundplan' },
    ...{ GROUNDPLAN_OIDC_CLIENT_SECRET: 'the-secret', GROUNDPLAN_ADMINS: 'group:platform' },
    GROUNDPLAN_OIDC_SCOPES: 'openid profile email groups',
  }
}

export interface SignedInPeople {
  /** The session of an administrator. */
  readonly admin: string
  /** The session of somebody whose group has a role. */
  readonly developer: string
}

export async function signInPeople(url: string): Promise<SignedInPeople> {
  const [admin, developer] = [await signIn(url, 'ada'), await signIn(url, 'bob')]
  const { members } = createNodeApiClient(url, { accessToken: admin })
  await members.add.mutate({ kind: 'group', name: 'developers', role: 'developer' })
  return { admin, developer }
}

async function signIn(url: string, login: string): Promise<string> {
  const browser = new ProviderBrowser()
  await browser.signIn(`${url}/auth/sign-in`, login)
  const session = browser
    .cookies(new URL(url))
    .entries()
    .find(([name]) => name.startsWith('groundplan-session'))
  if (session === undefined) throw new Error(`${login} could not sign in at ${url}.`)
  return session[1]
}
