import type { PullRequest, PullRequestFilter, RepositoryName } from '@groundplan/scm'
import { named, type GithubSession } from './github-session.ts'
import { pageSize, readPages } from './read-pages.ts'
import { isFromHere, toPullRequest } from './to-pull-request.ts'

export async function listPullRequests(
  { client }: GithubSession,
  repository: RepositoryName,
  { status, branch, updatedSince }: PullRequestFilter,
): Promise<readonly PullRequest[]> {
  const pages = readPages(async (page) =>
    client.rest.pulls.list({
      ...named(repository),
      state: status === 'open' ? 'open' : 'all',
      ...(branch === undefined ? {} : { head: `${repository.owner}:${branch}` }),
      sort: updatedSince === undefined ? 'created' : 'updated',
      direction: 'desc',
      per_page: pageSize,
      page,
    }),
  )
  // By number: an item that changes in between may appear on two pages.
  const listed = new Map<number, PullRequest>()
  for await (const { data } of pages) {
    for (const each of data.filter(isFromHere)) listed.set(each.number, toPullRequest(each))
    const oldest = data.at(-1)?.updated_at
    if (updatedSince !== undefined && oldest !== undefined && new Date(oldest) < updatedSince) break
  }
  const found = [...listed.values()].sort((one, other) => other.number - one.number)
  // GitHub ignores filters that it does not understand.
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
