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
    // Closed meanwhile, by somebody or by a try whose answer was lost; which status that is, the document does not say.
    const mayBeClosed = error instanceof ConflictError || error instanceof InputError
    if (!mayBeClosed || (await isOpen())) throw error
  }
}
