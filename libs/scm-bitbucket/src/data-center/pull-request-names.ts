import type { RepositoryName } from '@groundplan/scm'
import { path } from './client.ts'
import { printName, toPath } from './repositories.ts'

/** A pull request as named in messages. */
export function printPullRequest(repository: RepositoryName, number: number): string {
  return `pull request ${number} of ${printName(repository)}`
}

/** A pull request as a URL path. */
export function toPullRequestPath(repository: RepositoryName, number: number): string {
  return `${toPath(repository)}${path`/pull-requests/${number}`}`
}
