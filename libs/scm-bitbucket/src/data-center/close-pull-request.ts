import type { RepositoryName } from '@groundplan/scm'
import { z } from 'zod'
import type { BitbucketDataCenterClient } from './client.ts'
import { printPullRequest, toPullRequestPath } from './pull-request-names.ts'
import { getPayload } from './pull-requests.ts'
import { withNewestVersion } from './with-newest-version.ts'

/** Declines a pull request, if it is open. */
export async function closePullRequest(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  number: number,
): Promise<void> {
  await withNewestVersion({
    read: () => getPayload(client, repository, number),
    act: async ({ state, version }) => {
      if (state !== 'OPEN') return
      await client.call({
        subject: printPullRequest(repository, number),
        schema: z.unknown(),
        method: 'POST',
        path: `${toPullRequestPath(repository, number)}/decline`,
        query: { version },
        idempotent: true,
      })
    },
  })
}
