import type { HttpFetch } from '@groundplan/http'
import type { Token } from '../token.ts'

export interface BitbucketDataCenterOptions {
  /** Of the server as people open it, with its context path: `https://git.example.com` or `https://example.com/bitbucket`. */
  readonly url: string
  /** An HTTP access token of a repository, project or person. */
  readonly token: Token
  /** Defaults to one that retries and respects rate limits. */
  readonly fetch?: HttpFetch | undefined
  /** Waits this many milliseconds before checking the result of a request whose response was lost. */
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined
}
