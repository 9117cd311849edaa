import { ExternalServiceError } from '@groundplan/errors'
import type { z } from 'zod'

export interface Reply {
  /** As people know the host: `Bitbucket Cloud`. */
  readonly service: string
  /** What was asked for, in words. */
  readonly subject: string
  readonly data: unknown
}

/** What we use of a reply. Throws ExternalServiceError, which names the place, if it is not what the host documents. */
export function readReply<Payload>({ service, subject, data }: Reply, schema: z.ZodType<Payload>): Payload {
  const result = schema.safeParse(data)
  if (result.success) return result.data
  const places = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new ExternalServiceError(
    `${service} answered with something unknown for ${subject}: ${places.join('; ')}`,
    { service },
  )
}
