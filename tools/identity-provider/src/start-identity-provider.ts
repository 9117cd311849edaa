import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider, type Configuration } from 'oidc-provider'

export interface ProviderPerson {
  /** What the person enters to sign in, and the subject of their tokens. */
  readonly login: string
  readonly email: string
  readonly emailVerified?: boolean | undefined
  readonly name?: string | undefined
  readonly groups: readonly string[]
}

export interface ProviderClient {
  readonly id: string
  /** Absent: a public client. */
  readonly secret?: string | undefined
  readonly redirectUris: readonly string[]
  /** Where people may go after they have signed out. */
  readonly signedOutUris: readonly string[]
  /** Told when a session of the provider ends. */
  readonly backchannelLogoutUri?: string | undefined
}

export interface IdentityProviderOptions {
  readonly people: readonly ProviderPerson[]
  readonly client: ProviderClient
  /** 0, or absent: a free one. */
  readonly port?: number | undefined
  /** True if names, e-mail addresses and groups are at the user info endpoint only, as OpenID Connect has it for the code flow. */
  readonly userInfoOnly?: boolean | undefined
}

export interface IdentityProvider {
  readonly issuer: string
  close(): Promise<void>
}

/** A real OpenID provider on this machine, with sign-in pages that take any password. For tests and for trying things out. */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const server = createServer()
  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo
  const issuer = `http://localhost:${port}`
  const provider = new Provider(issuer, configure(options))
  const handle = provider.callback()
  server.on('request', (request, response) => void handle(request, response))
  return {
    issuer,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}

function configure({ people, client, userInfoOnly = false }: IdentityProviderOptions): Configuration {
  const known = new Map(people.map((person) => [person.login, person]))
  return {
    clients: [
      {
        client_id: client.id,
        ...(client.secret === undefined
          ? { token_endpoint_auth_method: 'none' as const }
          : { client_secret: client.secret }),
        redirect_uris: [...client.redirectUris],
        post_logout_redirect_uris: [...client.signedOutUris],
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        response_types: ['code'],
        ...(client.backchannelLogoutUri === undefined
          ? {}
          : {
              backchannel_logout_uri: client.backchannelLogoutUri,
              backchannel_logout_session_required: true,
            }),
      },
    ],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
    conformIdTokenClaims: userInfoOnly,
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: true },
      deviceFlow: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    findAccount: (_, id) => {
      const person = known.get(id)
      if (person === undefined) return undefined
      return {
        accountId: id,
        claims: async () => ({
          ...{ sub: id, email: person.email, email_verified: person.emailVerified ?? true },
          ...(person.name === undefined ? {} : { name: person.name }),
          groups: [...person.groups],
        }),
      }
    },
    // The one client is trusted: nobody is asked what it may see.
    loadExistingGrant: async ({ oidc }) => {
      const { session, client: asking, provider } = oidc
      if (session?.accountId === undefined || asking === undefined) return undefined
      const grant = new provider.Grant({ accountId: session.accountId, clientId: asking.clientId })
      grant.addOIDCScope('openid profile email groups')
      await grant.save()
      return grant
    },
    // It would not call addresses of this machine, where the client is.
    fetch: (address, options) => fetch(address, { ...options, dispatcher: undefined } as RequestInit),
    cookies: { keys: ['for tests and trials only'] },
    ttl: { Session: 86_400, Interaction: 3600, Grant: 86_400, AccessToken: 3600, IdToken: 3600 },
  }
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, 'localhost', resolve)
  })
}
