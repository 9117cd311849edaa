import type { PlatformError } from '@groundplan/errors'
import { toHttpError } from '@groundplan/http'
import { z } from 'zod'
import { service } from './service.ts'

/** A response with an error status. */
export interface Refusal {
  readonly subject: string
  readonly status: number
  /** Its body. */
  readonly text: string
}

const errorSchema = z.object({ message: z.string().nullish(), exceptionName: z.string().nullish() })
const bodySchema = z.object({ errors: z.array(errorSchema) })

/** Translates an error response to the errors of ScmHost. A missing permission has status 401 here, as a bad token does. */
export function translateError({ subject, status, text }: Refusal): PlatformError {
  const errors = readErrors(text)
  const message = errors?.flatMap((error) => error.message ?? []).join(' ')
  const isDenied = errors?.some(({ exceptionName }) => exceptionName?.endsWith('.AuthorisationException'))
  return toHttpError({
    service,
    status: status === 401 && isDenied === true ? 403 : status,
    subject,
    message,
  })
}

/** A proxy may respond with an HTML page, which is not useful in a message. */
function readErrors(text: string): readonly z.infer<typeof errorSchema>[] | undefined {
  try {
    return bodySchema.safeParse(JSON.parse(text)).data?.errors
  } catch {
    return undefined
  }
}
