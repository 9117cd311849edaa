import type { HttpFetch } from '@groundplan/http'
import type { Token } from '../token.ts'

export interface BitbucketDataCenterOptions {
  /** Of the server as people open it, with its context path: `https://git.example.com` or `https://example.com/bitbucket`. */
  readonly url: string
  /** An HTTP access token of a repository, project or person. */
  readonly token: Token
  /** For git; by default the one of access tokens that belong to no person. */
  readonly gitUsername?: string | undefined
  /** By default one that tries again and waits as the host asks. */
  readonly fetch?: HttpFetch | undefined
  /** Waits that many milliseconds before it looks what became of a request whose answer was lost. */
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined
}
