import { NotAllowedError, NotFoundError } from '@groundplan/errors'
import type { BitbucketCloudClient } from './client.ts'
import { accountSchema } from './payloads.ts'

/** UUID of the authenticated user; `undefined` if the token cannot look it up. */
export async function findOwnUuid(client: BitbucketCloudClient): Promise<string | undefined> {
  try {
    const { uuid } = await client.call({
      subject: 'the user of the token',
      schema: accountSchema,
      send: (api, options) => api.request({ method: 'GET', url: '/user', fields: 'uuid', ...options }),
    })
    return uuid
  } catch (error) {
    // A rejected token is a different error.
    const isRefused = error instanceof NotAllowedError && error.details?.['status'] === 403
    if (isRefused || error instanceof NotFoundError) return undefined
    throw error
  }
}
