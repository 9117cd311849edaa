import { ExternalServiceError, PlatformError, toPlatformError } from '@groundplan/errors'
import { TRPCClientError } from '@trpc/client'

/** What went wrong, ready to be shown: code, message and next step. */
export interface ShownError {
  readonly code: string
  readonly message: string
  readonly hint: string | undefined
}

/** Turns whatever a command threw into what people read; errors of the API keep their code and hint. */
export function toShownError(error: unknown): ShownError {
  if (error instanceof TRPCClientError) return fromApi(error)
  const { code, message, hint } = error instanceof PlatformError ? error : toPlatformError(error)
  return { code, message, hint }
}

function fromApi(error: TRPCClientError<never>): ShownError {
  const data = error.data as { errorCode?: string; hint?: string; code?: string } | undefined
  if (data?.code === undefined) {
    const { code, message, hint } = new ExternalServiceError('The server cannot be reached.', {
      service: 'groundplan',
      hint: 'Check GROUNDPLAN_URL and that the server runs.',
    })
    return { code, message, hint }
  }
  const fallback = data.code === 'BAD_REQUEST' ? 'input-invalid' : 'internal'
  return { code: data.errorCode ?? fallback, message: error.message, hint: data.hint }
}
