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

const bodySchema = z.object({ errors: z.array(z.object({ message: z.string().nullish() })) })

/** Translates an error response to the errors of ScmHost. */
export function translateError({ subject, status, text }: Refusal): PlatformError {
  return toHttpError({ service, status, subject, message: readMessage(text) })
}

/** A proxy may respond with an HTML page, which is not useful in a message. */
function readMessage(text: string): string | undefined {
  try {
    const body = bodySchema.safeParse(JSON.parse(text))
    return body.data?.errors.flatMap(({ message }) => message ?? []).join(' ')
  } catch {
    return undefined
  }
}
