import type { CommitStatus, RepositoryName } from '@groundplan/scm'
import { named, type GithubSession } from './github-session.ts'

/** The latest status of a context wins, so setting it twice is harmless. */
export async function setStatus(
  { client, repeatable }: GithubSession,
  repository: RepositoryName,
  commit: string,
  { key, state, description, url }: CommitStatus,
): Promise<void> {
  await client.rest.repos.createCommitStatus({
    ...named(repository),
    sha: commit,
    context: key,
    state,
    description,
    ...(url === undefined ? {} : { target_url: url }),
    request: repeatable,
  })
}
