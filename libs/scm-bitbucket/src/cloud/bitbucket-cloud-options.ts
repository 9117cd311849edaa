import type { HttpFetch } from '@groundplan/http'
import type { Token } from '../token.ts'

/** Bitbucket Cloud's own names for what it gives out; app passwords ended on 9 June 2026. */
export type BitbucketCloudAuthentication =
  /** Of a repository, project or workspace. */
  | { readonly kind: 'access-token'; readonly token: Token }
  /** Of a person, whose Atlassian account has this e-mail address. */
  | { readonly kind: 'api-token'; readonly email: string; readonly token: Token }

export interface BitbucketCloudOptions {
  readonly authentication: BitbucketCloudAuthentication
  /** By default `https://api.bitbucket.org/2.0`. */
  readonly apiUrl?: string | undefined
  /** By default `https://bitbucket.org`. */
  readonly webUrl?: string | undefined
  /** By default one that tries again and waits as the host asks. */
  readonly fetch?: HttpFetch | undefined
  /** Waits that many milliseconds before it looks what became of a request whose answer was lost. */
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined
}
