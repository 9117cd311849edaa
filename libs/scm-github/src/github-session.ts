import type { RepositoryName } from '@groundplan/scm'
import type { HttpFetch } from '@groundplan/http'
import type { GithubClient } from './create-github-client.ts'
import type { FindLogin } from './find-login.ts'

/** State shared by all calls of one provider. */
export interface GithubSession {
  readonly client: GithubClient
  readonly findLogin: FindLogin
  /** True for an installation of an App, whose repositories GitHub lists as such. */
  readonly isApp: boolean
  /** `request` option of a call: marks its POST as idempotent. */
  readonly repeatable: { readonly fetch: HttpFetch }
  /** Waits this many milliseconds before checking the result of a lost request. */
  readonly wait: ((milliseconds: number) => Promise<unknown>) | undefined
}

/** A repository as Octokit parameters. */
export function named({ owner, name }: RepositoryName): { readonly owner: string; readonly repo: string } {
  return { owner, repo: name }
}
