import type { RepositoryName } from '@groundplan/scm'
import type { HttpFetch } from '@groundplan/http'
import type { GithubClient } from './create-github-client.ts'
import type { FindLogin } from './find-login.ts'

/** What the calls of one provider have in common. */
export interface GithubSession {
  readonly client: GithubClient
  readonly findLogin: FindLogin
  /** As `request` of a call: its POST may be sent twice, for that does no harm. */
  readonly repeatable: { readonly fetch: HttpFetch }
  /** Waits that many milliseconds before it looks what became of a lost request. */
  readonly wait: ((milliseconds: number) => Promise<unknown>) | undefined
}

/** A repository as Octokit wants it named. */
export function named({ owner, name }: RepositoryName): { readonly owner: string; readonly repo: string } {
  return { owner, repo: name }
}
