import { ConflictError, InputError } from '@groundplan/errors'
import type { RepositoryName } from '@groundplan/scm'
import { z } from 'zod'
import type { BitbucketCloudClient } from './client.ts'
import { getPayload, printPullRequest } from './pull-requests.ts'
import { toPath } from './repositories.ts'

/** Declines a pull request, if it is open. */
export async function closePullRequest(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  number: number,
): Promise<void> {
  const isOpen = async () => (await getPayload(client, repository, number)).state === 'OPEN'
  if (!(await isOpen())) return
  try {
    await client.call({
      subject: printPullRequest(repository, number),
      schema: z.unknown(),
      idempotent: true,
      send: (api, options) =>
        api.pullrequests.decline({ ...toPath(repository), pull_request_id: number, ...options }),
    })
  } catch (error) {
    // Closed in the meantime, by someone else or by an attempt whose response was lost. The status for this is undocumented.
    const mayBeClosed = error instanceof ConflictError || error instanceof InputError
    if (!mayBeClosed || (await isOpen())) throw error
  }
}
