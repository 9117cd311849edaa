import { ExternalServiceError, PlatformError } from '@groundplan/errors'
import { toHttpError } from '@groundplan/http'
import { z } from 'zod'
import { service } from './service.ts'

/** The package's HTTPError: status, and as much of the body as could be read. */
const httpErrorSchema = z.object({
  status: z.number(),
  message: z.string(),
  error: z.unknown(),
  headers: z.record(z.string(), z.string()).optional(),
})

/** `fields` is undocumented, but explains why a pull request or webhook is invalid. */
const bodySchema = z.object({
  error: z.object({
    message: z.string(),
    detail: z.string().optional().catch(undefined),
    fields: z
      .record(z.string(), z.union([z.string(), z.array(z.string())]))
      .optional()
      .catch(undefined),
  }),
})

/** Translates a failed request to the errors of ScmHost. */
export function translateError(thrown: unknown, subject: string): PlatformError {
  if (thrown instanceof PlatformError) return thrown
  const answer = httpErrorSchema.safeParse(thrown)
  // Failures without a response have status 500 and no headers.
  if (answer.success && (answer.data.status !== 500 || answer.data.headers !== undefined)) {
    const { status, error, message } = answer.data
    return toHttpError({ service, status, subject, message: readMessage(error) ?? message })
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return new ExternalServiceError(`${service} returned an unreadable answer for ${subject}: ${reason}`, {
    service,
    cause: thrown,
  })
}

function readMessage(body: unknown): string | undefined {
  const result = bodySchema.safeParse(body)
  if (!result.success) return undefined
  const { message, detail, fields } = result.data.error
  const places = Object.entries(fields ?? {}).map(([name, said]) => `${name}: ${[said].flat().join(', ')}`)
  return [message, detail, ...places].filter((part) => part !== undefined && part !== '').join('; ')
}
