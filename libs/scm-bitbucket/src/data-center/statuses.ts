import type { CommitStatus, RepositoryName } from '@groundplan/scm'
import { z } from 'zod'
import { path, type BitbucketDataCenterClient } from './client.ts'
import { printName, toPath } from './repositories.ts'

const states = { pending: 'INPROGRESS', success: 'SUCCESSFUL', failure: 'FAILED' } as const

/** Servers since 7.4. One with the same key is replaced, so that it may be sent twice. */
export async function setStatus(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  commit: string,
  { key, state, description, url }: CommitStatus,
): Promise<void> {
  const { owner, name } = repository
  await client.call({
    subject: `the status ${key} of commit ${commit} of ${printName(repository)}`,
    schema: z.unknown(),
    method: 'POST',
    path: `${toPath(repository)}${path`/commits/${commit}/builds`}`,
    body: {
      key,
      name: key,
      state: states[state],
      description,
      // The host refuses a status without an address.
      url: url ?? `${client.url}${path`/projects/${owner}/repos/${name}/commits/${commit}`}`,
    },
    idempotent: true,
  })
}
