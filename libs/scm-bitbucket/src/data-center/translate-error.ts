import type { PlatformError } from '@groundplan/errors'
import { toHttpError } from '@groundplan/http'
import { z } from 'zod'
import { service } from './service.ts'

/** An answer with a status that says that something is wrong. */
export interface Refusal {
  readonly subject: string
  readonly status: number
  /** Its body. */
  readonly text: string
}

const bodySchema = z.object({ errors: z.array(z.object({ message: z.string().nullish() })) })

/** What a refusal means in the errors of ScmProvider. */
export function translateError({ subject, status, text }: Refusal): PlatformError {
  return toHttpError({ service, status, subject, message: readMessage(text) })
}

/** A proxy before the server may answer with a page, which says nothing to our readers. */
function readMessage(text: string): string | undefined {
  try {
    const body = bodySchema.safeParse(JSON.parse(text))
    return body.data?.errors.flatMap(({ message }) => message ?? []).join(' ')
  } catch {
    return undefined
  }
}
