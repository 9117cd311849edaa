import { InputError } from '@groundplan/errors'
import type { z } from 'zod'

/** Parses the body of a delivery. Throws InputError if it does not match the documented format. */
export function readWebhookBody<Payload>(body: Uint8Array, schema: z.ZodType<Payload>): Payload {
  const result = schema.safeParse(parseJson(body))
  if (result.success) return result.data
  throw new InputError('Unexpected webhook payload.', { cause: result.error })
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch (error) {
    throw new InputError('The webhook delivery is not JSON.', { cause: error })
  }
}
