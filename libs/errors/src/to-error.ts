import { isErrorCode, PlatformError } from './platform-error.ts'
import { findStorageError } from './storage-error.ts'

/**
 * Returns a PlatformError as is, an ExternalServiceError for storage problems, and an `internal` error for anything else, with the
 * original as its cause.
 */
export function toPlatformError(thrown: unknown): PlatformError {
  if (thrown instanceof PlatformError) return thrown
  return findStorageError(thrown) ?? new PlatformError('internal', errorMessage(thrown), { cause: thrown })
}

/** An error reported by another process. */
export interface ReportedError {
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
}

/** Recreates an error reported by another process. Unknown codes become `internal`. */
export function fromReportedError({ code, message, hint }: ReportedError): PlatformError {
  return new PlatformError(isErrorCode(code) ? code : 'internal', message, { hint })
}

/** The message of anything that can be thrown. */
export function errorMessage(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message
  try {
    return String(thrown)
  } catch {
    // An object without a prototype cannot be converted to a string.
    return Object.prototype.toString.call(thrown)
  }
}
