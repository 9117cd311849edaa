import type { RepositoryName, Review } from '@groundplan/scm'
import { z } from 'zod'
import type { BitbucketCloudClient } from './client.ts'
import { nameOf } from './name-of.ts'
import { participantSchema } from './payloads.ts'
import { printPullRequest } from './pull-requests.ts'
import { toPath } from './repositories.ts'

const schema = z.object({ participants: z.array(participantSchema).optional() })

/** Approvals and requests for changes, without comments. */
export async function listReviews(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  number: number,
): Promise<readonly Review[]> {
  const { participants = [] } = await client.call({
    subject: `the reviews of ${printPullRequest(repository, number)}`,
    schema,
    send: (api, options) =>
      api.pullrequests.get({
        ...toPath(repository),
        pull_request_id: number,
        fields: 'participants',
        ...options,
      }),
  })
  return participants.flatMap((participant) => {
    const verdict = toVerdict(participant)
    if (verdict === undefined) return []
    const { user, participated_on } = participant
    const at = typeof participated_on === 'string' ? new Date(participated_on) : undefined
    return [{ by: nameOf(user), verdict, at }]
  })
}

/** Before there was `state`, there was `approved` alone. */
function toVerdict({ state, approved }: z.infer<typeof participantSchema>): Review['verdict'] | undefined {
  if (state === 'changes_requested') return 'changes-requested'
  return state === 'approved' || approved === true ? 'approved' : undefined
}
