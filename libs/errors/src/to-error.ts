import { isErrorCode, PlatformError } from './platform-error.ts'
import { findStorageError } from './storage-error.ts'

/** The same error if it is one of ours, an ExternalServiceError if the disk is the reason, otherwise an `internal` one. Keeps the original as the cause. */
export function toPlatformError(thrown: unknown): PlatformError {
  if (thrown instanceof PlatformError) return thrown
  return findStorageError(thrown) ?? new PlatformError('internal', errorMessage(thrown), { cause: thrown })
}

/** An error as another process tells of it. */
export interface ToldError {
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
}

/** The error that another process has told of; a code that is not ours becomes `internal`. */
export function fromToldError({ code, message, hint }: ToldError): PlatformError {
  return new PlatformError(isErrorCode(code) ? code : 'internal', message, { hint })
}

/** The message of anything that can be thrown. */
export function errorMessage(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message
  try {
    return String(thrown)
  } catch {
    // An object without a prototype has no text of its own.
    return Object.prototype.toString.call(thrown)
  }
}
