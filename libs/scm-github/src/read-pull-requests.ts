import type { PullRequest, PullRequestFilter, RepositoryName } from '@groundplan/scm'
import { named, type GithubSession } from './github-session.ts'
import { pageSize, readAll } from './read-pages.ts'
import { isFromHere, toPullRequest } from './to-pull-request.ts'

export async function listPullRequests(
  { client }: GithubSession,
  repository: RepositoryName,
  { status, branch }: PullRequestFilter,
): Promise<readonly PullRequest[]> {
  const listed = await readAll(async (page) =>
    client.rest.pulls.list({
      ...named(repository),
      state: status === 'open' ? 'open' : 'all',
      ...(branch === undefined ? {} : { head: `${repository.owner}:${branch}` }),
      sort: 'created',
      direction: 'desc',
      per_page: pageSize,
      page,
    }),
  )
  const found = listed.filter(isFromHere).map(toPullRequest)
  // GitHub passes over a filter that it does not understand.
  return branch === undefined ? found : found.filter((each) => each.branch === branch)
}

export async function getPullRequest(
  { client }: GithubSession,
  repository: RepositoryName,
  number: number,
): Promise<PullRequest> {
  const { data } = await client.rest.pulls.get({ ...named(repository), pull_number: number })
  return toPullRequest(data)
}
