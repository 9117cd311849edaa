import { createHttpFetch } from '@groundplan/http'
import type { ScmKind, ScmProvider } from '@groundplan/scm'

/** A host with an API. */
export type HostKind = Exclude<ScmKind, 'local-git'>

/** How to reach a host; the token is here and nowhere else. */
export interface HostAccess {
  readonly kind: HostKind
  /** By which the configuration calls it. */
  readonly name: string
  /** Web address. */
  readonly url: string
  /** Where it does not follow from `url`. */
  readonly apiUrl?: string | undefined
  readonly token: string
  /** E-mail address to which a Bitbucket Cloud API token belongs; absent for access tokens. */
  readonly username?: string | undefined
}

/** Makes the adapter for a host. It is loaded when it is first needed: who works with folders need not wait for it. */
export async function createProvider(access: HostAccess): Promise<ScmProvider> {
  const { kind, name, url, apiUrl, token, username } = access
  const fetch = createHttpFetch({ service: name })
  switch (kind) {
    case 'github': {
      const { GithubScmProvider } = await import('@groundplan/scm-github')
      return new GithubScmProvider({ token, fetch, apiUrl: apiUrl ?? githubApi(url) })
    }
    case 'bitbucket-cloud': {
      const { BitbucketCloudScmProvider } = await import('@groundplan/scm-bitbucket')
      const authentication =
        username === undefined
          ? ({ kind: 'access-token', token } as const)
          : ({ kind: 'api-token', email: username, token } as const)
      return new BitbucketCloudScmProvider({ authentication, apiUrl, webUrl: url, fetch })
    }
    case 'bitbucket-data-center': {
      const { BitbucketDataCenterScmProvider } = await import('@groundplan/scm-bitbucket')
      return new BitbucketDataCenterScmProvider({
        url: apiUrl === undefined ? url : withoutRest(apiUrl),
        token,
        fetch,
      })
    }
  }
}

function githubApi(url: string): string | undefined {
  return new URL(url).hostname === 'github.com' ? undefined : `${url.replace(/\/+$/, '')}/api/v3`
}

/** Data Center's API is below its web address, and people give either. */
function withoutRest(apiUrl: string): string {
  return apiUrl.replace(/\/rest(?:\/api(?:\/[\w.]+)?)?\/*$/, '')
}
