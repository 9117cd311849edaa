import { ConflictError } from '@groundplan/errors'
import type { PullRequestMerge, RepositoryName } from '@groundplan/scm'
import { named, type GithubSession } from './github-session.ts'
import { getPullRequest } from './read-pull-requests.ts'
import { refusedAsConflict } from './translate-github-error.ts'

/** Merges at the reviewed commit. Succeeds if it is already merged at that commit, for example after a lost response. */
export async function mergePullRequest(
  session: GithubSession,
  repository: RepositoryName,
  { number, commit, message }: PullRequestMerge,
): Promise<string> {
  const [title = '', ...lines] = message.split('\n')
  const wanted = {
    ...named(repository),
    pull_number: number,
    sha: commit,
    merge_method: 'merge',
    commit_title: title,
    commit_message: lines.join('\n').trim(),
  } as const
  try {
    return (await refusedAsConflict(session.client.rest.pulls.merge(wanted))).data.sha
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error
    const merged = await findMerge(session, repository, { number, commit })
    if (merged === undefined) throw error
    return merged
  }
}

async function findMerge(
  session: GithubSession,
  repository: RepositoryName,
  { number, commit }: Pick<PullRequestMerge, 'number' | 'commit'>,
): Promise<string | undefined> {
  const pullRequest = await getPullRequest(session, repository, number)
  if (pullRequest.state.status !== 'merged' || pullRequest.commit !== commit) return undefined
  return pullRequest.state.commit
}
