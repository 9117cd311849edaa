import type { RepositoryName, Review } from '@groundplan/scm'
import type { BitbucketDataCenterClient } from './client.ts'
import { getPayload } from './pull-requests.ts'

const verdicts = { APPROVED: 'approved', NEEDS_WORK: 'changes-requested', UNAPPROVED: undefined } as const

/** Approvals and requests for changes, without comments. */
export async function listReviews(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
): Promise<readonly Review[]> {
  const { reviewers, participants = [] } = await getPayload(client, repository, number)
  return [...reviewers, ...participants].flatMap(({ user, status }) => {
    const verdict = verdicts[status]
    return verdict === undefined ? [] : [{ by: user.name, verdict }]
  })
}
