import { ExternalServiceError, toPlatformError, type ReportedError } from '@groundplan/errors'
import { TRPCClientError } from '@trpc/client'

/** Converts any error of a command into a readable message. API errors keep their code and hint. */
export function toShownError(error: unknown): ReportedError {
  if (error instanceof TRPCClientError) return fromApi(error)
  return toPlatformError(error)
}

function fromApi(error: TRPCClientError<never>): ReportedError {
  const data = error.data as { errorCode?: string; hint?: string; code?: string } | undefined
  if (data?.code === undefined) {
    return new ExternalServiceError('Could not reach the server.', {
      service: 'groundplan',
      hint: 'Check GROUNDPLAN_URL and whether the server is running.',
    })
  }
  const fallback = data.code === 'BAD_REQUEST' ? 'input-invalid' : 'internal'
  return { code: data.errorCode ?? fallback, message: error.message, hint: data.hint }
}
