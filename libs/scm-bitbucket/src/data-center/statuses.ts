import type { CommitStatus, RepositoryName } from '@groundplan/scm'
import { z } from 'zod'
import { path, type BitbucketDataCenterClient } from './client.ts'
import { printName, toPath } from './repositories.ts'

const states = { pending: 'INPROGRESS', success: 'SUCCESSFUL', failure: 'FAILED' } as const

/** Requires 7.4. A status with the same key is replaced, so sending it twice is harmless. */
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
      // The host rejects a status without a URL.
      url: url ?? `${client.url}${path`/projects/${owner}/repos/${name}/commits/${commit}`}`,
    },
    idempotent: true,
  })
}
