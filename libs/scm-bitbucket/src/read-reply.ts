import { ExternalServiceError } from '@groundplan/errors'
import type { z } from 'zod'

export interface Reply {
  /** Display name of the host: `Bitbucket Cloud`. */
  readonly service: string
  /** What was requested, for messages. */
  readonly subject: string
  readonly data: unknown
}

/** Parses a response. Throws ExternalServiceError with the path of the problem if it does not match the documented format. */
export function readReply<Payload>({ service, subject, data }: Reply, schema: z.ZodType<Payload>): Payload {
  const result = schema.safeParse(data)
  if (result.success) return result.data
  const places = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new ExternalServiceError(`Unexpected response from ${service} for ${subject}: ${places.join('; ')}`, {
    service,
  })
}
