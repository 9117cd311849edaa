import type { RepositoryName } from '@groundplan/scm'
import { path, type BitbucketDataCenterClient } from './client.ts'
import { defaultReviewersSchema } from './payloads.ts'
import { printPullRequest } from './pull-request-names.ts'
import { getPayload } from './pull-requests.ts'

/**
 * Those whom the conditions of the repository and its project name for the branches. The web interface adds them to new pull requests,
 * the API does not. Servers answer with users, and the description with conditions that have users; both are understood.
 */
export async function listDefaultReviewers(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
): Promise<readonly string[]> {
  const { fromRef, toRef } = await getPayload(client, repository, number)
  const found = await client.call({
    subject: `the default reviewers of ${printPullRequest(repository, number)}`,
    schema: defaultReviewersSchema,
    path: path`/default-reviewers/latest/projects/${repository.owner}/repos/${repository.name}/reviewers`,
    query: {
      ...{ sourceRepoId: fromRef.repository.id, sourceRefId: fromRef.id },
      ...{ targetRepoId: toRef.repository.id, targetRefId: toRef.id },
    },
  })
  const users = found.flatMap((each) => [each, ...(each.reviewers ?? [])])
  return [
    ...new Set(users.flatMap(({ name, active = true }) => (name !== undefined && active ? [name] : []))),
  ]
}
