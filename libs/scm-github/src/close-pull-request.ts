import type { PullRequest, RepositoryName } from '@groundplan/scm'
import { named, type GithubSession } from './github-session.ts'
import { getPullRequest } from './read-pull-requests.ts'
import { toPullRequest } from './to-pull-request.ts'
import { refusedAsConflict } from './translate-github-error.ts'

export async function closePullRequest(
  session: GithubSession,
  repository: RepositoryName,
  number: number,
): Promise<void> {
  const { state } = await getPullRequest(session, repository, number)
  if (state.status !== 'open') return
  await session.client.rest.pulls.update({ ...named(repository), pull_number: number, state: 'closed' })
}

/**
 * GitHub rejects this if the pull request was merged, its branch was deleted or rewritten, or another one from the same branch is
 * open.
 */
export async function reopenPullRequest(
  { client }: GithubSession,
  repository: RepositoryName,
  number: number,
): Promise<PullRequest> {
  const wanted = { ...named(repository), pull_number: number, state: 'open' } as const
  return toPullRequest((await refusedAsConflict(client.rest.pulls.update(wanted))).data)
}
