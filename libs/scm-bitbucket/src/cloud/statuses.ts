import type { CommitStatus, RepositoryName } from '@groundplan/scm'
import { z } from 'zod'
import { toStatusKey } from '../status-key.ts'
import type { BitbucketCloudClient } from './client.ts'
import { printName, toPath } from './repositories.ts'

const states = { pending: 'INPROGRESS', success: 'SUCCESSFUL', failure: 'FAILED' } as const

/** A status with the same key is overwritten, so sending it twice is harmless. */
export async function setStatus(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  commit: string,
  { key, state, description, url }: CommitStatus,
): Promise<void> {
  await client.call({
    subject: `the status ${key} of commit ${commit} of ${printName(repository)}`,
    schema: z.unknown(),
    idempotent: true,
    send: (api, options) =>
      api.commitstatuses.createBuildStatus({
        ...toPath(repository),
        commit,
        _body: {
          type: 'build',
          key: toStatusKey(key),
          name: key,
          state: states[state],
          description,
          // The host rejects a status without a URL.
          url: url ?? `${client.webUrl}/${printName(repository)}/commits/${commit}`,
        },
        ...options,
      }),
  })
}
