import { apiAddress } from '@groundplan/configuration'
import { createHttpFetch, directNetwork, type HostWait, type HttpFetch, type Network } from '@groundplan/http'
import { redact } from '@groundplan/process'
import type { RepositoryDirectory, ScmHost, ScmKind } from '@groundplan/scm'
import type { BitbucketCloudAuthentication } from '@groundplan/scm-bitbucket'
import { withTokenHint } from './with-token-hint.ts'

/** A host with an API. */
export type HostKind = Exclude<ScmKind, 'local-git'>

/** A GitHub App in one of its installations. */
export interface AppAccess {
  readonly id: string
  /** PEM. */
  readonly privateKey: string
  /** By default the one on `owner`. */
  readonly installation?: string | undefined
  readonly owner: string
}

/** An OAuth consumer of Bitbucket Cloud. */
export interface OauthAccess {
  readonly clientId: string
  readonly clientSecret: string
}

/** How to reach a host and sign in; create it with `createHostAccess`. */
export interface HostAccess {
  readonly kind: HostKind
  /** By which the configuration calls it. */
  readonly name: string
  /** Web address. */
  readonly url: string
  /** Where it does not follow from `url`. */
  readonly apiUrl?: string | undefined
  /** Empty for an App or an OAuth consumer. */
  readonly token: string
  /** Environment variable that holds the token, for messages. */
  readonly tokenVariable?: string | undefined
  readonly app?: AppAccess | undefined
  readonly oauth?: OauthAccess | undefined
  /** The only origins that the token may be sent to. */
  readonly origins: readonly string[]
  /** E-mail address to which a Bitbucket Cloud API token belongs; absent for access tokens. */
  readonly username?: string | undefined
}

/** Makes an access that shows neither token nor user in logs, dumps and JSON. */
export function createHostAccess(access: HostAccess): HostAccess {
  return redact({ ...access }, ['token', 'username', 'app', 'oauth'])
}

export interface HostOptions {
  readonly network?: Network | undefined
  /** Called when the host asks to wait. */
  readonly onWait?: ((wait: HostWait) => void) | undefined
}

/**
 * Creates a host with a client of its own, whose requests and git credentials go to the origins of the access only; HostClients
 * keeps one for each host. The adapter is loaded when it is first needed: who works with folders need not wait for it.
 */
export async function createHost(access: HostAccess, options: HostOptions = {}): Promise<ScmHost> {
  const { origins, tokenVariable } = access
  const { repositories, pullRequests, issues, webhooks } = await loadHost(access, options)
  const hinted = <Port extends object>(port: Port) =>
    tokenVariable === undefined ? port : withTokenHint(port, tokenVariable)
  return {
    repositories: hinted(withOrigins(repositories, { origins, tokenVariable })),
    pullRequests: hinted(pullRequests),
    issues: issues && hinted(issues),
    webhooks: hinted(webhooks),
  }
}

function withOrigins(
  directory: RepositoryDirectory,
  { origins, tokenVariable: variable }: Pick<HostAccess, 'origins' | 'tokenVariable'>,
): RepositoryDirectory {
  return {
    listRepositories: (owner, signal) => directory.listRepositories(owner, signal),
    getRepository: (repository) => directory.getRepository(repository),
    async findGitCredentials(rejected) {
      const credentials = await directory.findGitCredentials(rejected)
      return credentials && { ...credentials, origins, variable }
    },
  }
}

async function loadHost(
  access: HostAccess,
  { network = directNetwork, onWait }: HostOptions,
): Promise<ScmHost> {
  const { kind, url, apiUrl, token, origins } = access
  // People know a host by its address; its name in the configuration may be ours.
  const fetch = createHttpFetch({ service: new URL(url).host, origins, network, onWait })
  switch (kind) {
    case 'github': {
      const { GithubApp, GithubHost } = await import('@groundplan/scm-github')
      const api = apiAddress({ kind, url, 'api-url': apiUrl })
      const app = access.app && new GithubApp({ ...access.app, apiUrl: api, fetch })
      return new GithubHost({ token: app ?? token, fetch, apiUrl: api })
    }
    case 'bitbucket-cloud': {
      const { BitbucketCloudHost } = await import('@groundplan/scm-bitbucket')
      const authentication = await findAuthentication(access, fetch)
      return new BitbucketCloudHost({ authentication, apiUrl, webUrl: url, fetch })
    }
    case 'bitbucket-data-center': {
      const { BitbucketDataCenterHost } = await import('@groundplan/scm-bitbucket')
      return new BitbucketDataCenterHost({
        url: apiUrl === undefined ? url : withoutRest(apiUrl),
        token,
        fetch,
      })
    }
  }
}

async function findAuthentication(
  { token, username, oauth, url: webUrl }: HostAccess,
  fetch: HttpFetch,
): Promise<BitbucketCloudAuthentication> {
  if (oauth !== undefined) {
    const { clientCredentialsToken } = await import('@groundplan/scm-bitbucket')
    return { kind: 'access-token', token: clientCredentialsToken({ ...oauth, webUrl, fetch }) }
  }
  return username === undefined
    ? { kind: 'access-token', token }
    : { kind: 'api-token', email: username, token }
}

/** Data Center's API is below its web address, and people give either. */
function withoutRest(apiUrl: string): string {
  return apiUrl.replace(/\/rest(?:\/api(?:\/[\w.]+)?)?\/*$/, '')
}
