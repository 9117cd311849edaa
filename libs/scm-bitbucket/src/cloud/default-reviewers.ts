import type { RepositoryName } from '@groundplan/scm'
import type { BitbucketCloudClient } from './client.ts'
import { defaultReviewerSchema } from './payloads.ts'
import { printName, toPath } from './repositories.ts'

/** Those of the repository and of its project. The web interface adds them to new pull requests, the API does not. */
export async function listDefaultReviewers(
  client: BitbucketCloudClient,
  repository: RepositoryName,
): Promise<readonly string[]> {
  const found = await client.list({
    subject: `the default reviewers of ${printName(repository)}`,
    schema: defaultReviewerSchema,
    send: (api, options) =>
      api.repositories.listEffectiveDefaultReviewers({ ...toPath(repository), ...options }),
  })
  return found.flatMap(({ user }) => user?.uuid ?? [])
}
