import { NotFoundError } from '@groundplan/errors'
import type { PullRequest, PullRequestUpdate, RepositoryName } from '@groundplan/scm'
import { named, type GithubSession } from './github-session.ts'
import { getPullRequest } from './read-pull-requests.ts'
import { setDraft } from './set-draft.ts'

/** Updates the given fields, with one idempotent request each. */
export async function updatePullRequest(
  session: GithubSession,
  repository: RepositoryName,
  number: number,
  update: PullRequestUpdate,
): Promise<PullRequest> {
  const { title, body, draft, addLabels = [], removeLabels = [] } = update
  const { rest } = session.client
  if (title !== undefined || body !== undefined) {
    await rest.pulls.update({
      ...named(repository),
      pull_number: number,
      ...(title === undefined ? {} : { title }),
      ...(body === undefined ? {} : { body }),
    })
  }
  if (addLabels.length > 0) {
    const labels = { ...named(repository), issue_number: number, labels: [...addLabels] }
    await rest.issues.addLabels({ ...labels, request: session.repeatable })
  }
  for (const label of removeLabels) await removeLabel(session, repository, number, label)
  if (draft !== undefined) await setDraft(session, repository, number, draft)
  return getPullRequest(session, repository, number)
}

async function removeLabel(
  { client }: GithubSession,
  repository: RepositoryName,
  number: number,
  name: string,
): Promise<void> {
  try {
    await client.rest.issues.removeLabel({ ...named(repository), issue_number: number, name })
  } catch (error) {
    // The label does not exist. If the pull request does not exist, reading it back reports that.
    if (!(error instanceof NotFoundError)) throw error
  }
}
