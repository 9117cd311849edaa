import type { RepositoryName } from '@groundplan/scm'
import { named, type GithubSession } from './github-session.ts'
import { translateGithubError } from './translate-github-error.ts'

const toDraft = `mutation ($id: ID!) {
  convertPullRequestToDraft(input: { pullRequestId: $id }) { pullRequest { isDraft } }
}`
const toReady = `mutation ($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } }
}`

/** Converts an open pull request to a draft or marks it ready for review, which is only possible with GraphQL. */
export async function setDraft(
  { client, repeatable }: GithubSession,
  repository: RepositoryName,
  number: number,
  draft: boolean,
): Promise<void> {
  const { data } = await client.rest.pulls.get({ ...named(repository), pull_number: number })
  if ((data.draft ?? false) === draft || data.state !== 'open') return
  try {
    await client.graphql(draft ? toDraft : toReady, { id: data.node_id, request: repeatable })
  } catch (error) {
    throw translateGithubError(error, {
      subject: `${repository.owner}/${repository.name}#${number}`,
      secrets: [],
    })
  }
}
