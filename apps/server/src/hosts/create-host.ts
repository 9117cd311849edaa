import { apiAddress } from '@groundplan/configuration'
import { createHttpFetch, type HostWait } from '@groundplan/http'
import { redact } from '@groundplan/process'
import type { RepositoryDirectory, ScmHost, ScmKind } from '@groundplan/scm'
import { withTokenHint } from './with-token-hint.ts'

/** A host with an API. */
export type HostKind = Exclude<ScmKind, 'local-git'>

/** How to reach a host, with its token; create it with `createHostAccess`. */
export interface HostAccess {
  readonly kind: HostKind
  /** By which the configuration calls it. */
  readonly name: string
  /** Web address. */
  readonly url: string
  /** Where it does not follow from `url`. */
  readonly apiUrl?: string | undefined
  readonly token: string
  /** Environment variable that holds the token, for messages. */
  readonly tokenVariable?: string | undefined
  /** The only origins that the token may be sent to. */
  readonly origins: readonly string[]
  /** E-mail address to which a Bitbucket Cloud API token belongs; absent for access tokens. */
  readonly username?: string | undefined
}

/** Makes an access that shows neither token nor user in logs, dumps and JSON. */
export function createHostAccess(access: HostAccess): HostAccess {
  return redact({ ...access }, ['token', 'username'])
}

/**
 * Creates a host with a client of its own, whose requests and git credentials go to the origins of the access only; HostClients
 * keeps one for each host. The adapter is loaded when it is first needed: who works with folders need not wait for it.
 */
export async function createHost(access: HostAccess, onWait?: (wait: HostWait) => void): Promise<ScmHost> {
  const { origins, tokenVariable } = access
  const { repositories, pullRequests, issues, webhooks } = await loadHost(access, onWait)
  const hinted = <Port extends object>(port: Port) =>
    tokenVariable === undefined ? port : withTokenHint(port, tokenVariable)
  return {
    repositories: hinted(withOrigins(repositories, origins)),
    pullRequests: hinted(pullRequests),
    issues: issues && hinted(issues),
    webhooks: hinted(webhooks),
  }
}

function withOrigins(directory: RepositoryDirectory, origins: readonly string[]): RepositoryDirectory {
  return {
    listRepositories: (owner, signal) => directory.listRepositories(owner, signal),
    getRepository: (repository) => directory.getRepository(repository),
    async findGitCredentials() {
      const credentials = await directory.findGitCredentials()
      return credentials && { ...credentials, origins }
    },
  }
}

async function loadHost(access: HostAccess, onWait?: (wait: HostWait) => void): Promise<ScmHost> {
  const { kind, url, apiUrl, token, username, origins } = access
  // People know a host by its address; its name in the configuration may be ours.
  const fetch = createHttpFetch({ service: new URL(url).host, origins, onWait })
  switch (kind) {
    case 'github': {
      const { GithubHost } = await import('@groundplan/scm-github')
      return new GithubHost({ token, fetch, apiUrl: apiAddress({ kind, url, 'api-url': apiUrl }) })
    }
    case 'bitbucket-cloud': {
      const { BitbucketCloudHost } = await import('@groundplan/scm-bitbucket')
      const authentication =
        username === undefined
          ? ({ kind: 'access-token', token } as const)
          : ({ kind: 'api-token', email: username, token } as const)
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

/** Data Center's API is below its web address, and people give either. */
function withoutRest(apiUrl: string): string {
  return apiUrl.replace(/\/rest(?:\/api(?:\/[\w.]+)?)?\/*$/, '')
}
