import type { RepositoryName } from '@groundplan/scm'
import type { z } from 'zod'
import type { BitbucketDataCenterClient } from './client.ts'
import { activitySchema } from './payloads.ts'
import { printPullRequest, toPullRequestPath } from './pull-request-names.ts'

export type Activity = z.infer<typeof activitySchema>

/** Reads the activities of a pull request, newest first, in pages. */
export function listActivities(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
): AsyncGenerator<readonly Activity[]> {
  return client.listPages({
    subject: `the activities of ${printPullRequest(repository, number)}`,
    schema: activitySchema,
    path: `${toPullRequestPath(repository, number)}/activities`,
  })
}
