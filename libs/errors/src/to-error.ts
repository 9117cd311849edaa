import { isErrorCode, PlatformError } from './platform-error.ts'

/** The same error if it is one of ours, otherwise an `internal` one that keeps the original as its cause. */
export function toPlatformError(thrown: unknown): PlatformError {
  if (thrown instanceof PlatformError) return thrown
  return new PlatformError('internal', errorMessage(thrown), { cause: thrown })
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
