import { NotAllowedError, NotFoundError } from '@groundplan/errors'
import type { BitbucketCloudClient } from './client.ts'
import { accountSchema } from './payloads.ts'

/** As whom we act; `undefined` where the token may not ask. */
export async function findOwnUuid(client: BitbucketCloudClient): Promise<string | undefined> {
  try {
    const { uuid } = await client.call({
      subject: 'the user of the token',
      schema: accountSchema,
      send: (api, options) => api.request({ method: 'GET', url: '/user', fields: 'uuid', ...options }),
    })
    return uuid
  } catch (error) {
    // A token that is refused is another matter.
    const isRefused = error instanceof NotAllowedError && error.details?.['status'] === 403
    if (isRefused || error instanceof NotFoundError) return undefined
    throw error
  }
}
