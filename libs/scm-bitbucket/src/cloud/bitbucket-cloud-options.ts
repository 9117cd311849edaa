import type { HttpFetch } from '@groundplan/http'
import type { Token } from '../token.ts'

/** Bitbucket Cloud's token types; app passwords ended on 9 June 2026. */
export type BitbucketCloudAuthentication =
  /** Token of a repository, project or workspace. */
  | { readonly kind: 'access-token'; readonly token: Token }
  /** Token of a user whose Atlassian account has this email address. */
  | { readonly kind: 'api-token'; readonly email: string; readonly token: Token }

export interface BitbucketCloudOptions {
  readonly authentication: BitbucketCloudAuthentication
  /** Defaults to `https://api.bitbucket.org/2.0`. */
  readonly apiUrl?: string | undefined
  /** Defaults to `https://bitbucket.org`. */
  readonly webUrl?: string | undefined
  /** Defaults to one that retries and respects rate limits. */
  readonly fetch?: HttpFetch | undefined
  /** Waits this many milliseconds before checking the result of a request whose response was lost. */
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined
}
