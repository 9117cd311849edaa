/**
 * Errors in families by who must act: the user ({@link InputError}, {@link NotFoundError}, {@link ConflictError}, {@link
 * NotAllowedError}), an external service ({@link ExternalServiceError}), or us (any other PlatformError). Problems in users' files
 * are values, not errors: see Diagnostic.
 */
const errorCodes = [
  'input-invalid',
  'not-found',
  'conflict',
  'not-allowed',
  'external-service',
  'cancelled',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** True if the string is a known error code. */
export function isErrorCode(text: string): text is ErrorCode {
  return errorCodes.some((code) => code === text)
}

export interface PlatformErrorOptions {
  /** The next step for the reader, one sentence. */
  readonly hint?: string | undefined
  /** Plain data for machines; never a secret. */
  readonly details?: Readonly<Record<string, unknown>> | undefined
  readonly cause?: unknown
}

/** An error with a stable code, a message for people and, where there is one, the next step. */
export class PlatformError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly details: Readonly<Record<string, unknown>> | undefined

  constructor(code: ErrorCode, message: string, options: PlatformErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.hint = options.hint
    this.details = options.details
  }
}

/** Invalid input. Retrying with the same input fails again. */
export class InputError extends PlatformError {
  constructor(message: string, options?: PlatformErrorOptions) {
    super('input-invalid', message, options)
  }
}

/** What the user named does not exist. */
export class NotFoundError extends PlatformError {
  constructor(message: string, options?: PlatformErrorOptions) {
    super('not-found', message, options)
  }
}

/** The request conflicts with the current state, e.g. the proposal is already decided. */
export class ConflictError extends PlatformError {
  constructor(message: string, options?: PlatformErrorOptions) {
    super('conflict', message, options)
  }
}

/** The user is not allowed to do this. */
export class NotAllowedError extends PlatformError {
  constructor(message: string, options?: PlatformErrorOptions) {
    super('not-allowed', message, options)
  }
}

/** The user cancelled the operation. */
export class CancelledError extends PlatformError {
  constructor(message = 'Cancelled.', options?: PlatformErrorOptions) {
    super('cancelled', message, options)
  }
}

export interface ExternalServiceErrorOptions extends PlatformErrorOptions {
  /** The service's name as people know it: `git`, `github`, `postgresql`. */
  readonly service: string
  /** HTTP status or process exit code, where there is one. */
  readonly status?: number | undefined
  /** True if retrying the same call may succeed. */
  readonly retryable?: boolean
}

/** An external program or service failed or could not be reached. */
export class ExternalServiceError extends PlatformError {
  readonly service: string
  readonly status: number | undefined
  readonly retryable: boolean

  constructor(message: string, options: ExternalServiceErrorOptions) {
    super('external-service', message, options)
    this.service = options.service
    this.status = options.status
    this.retryable = options.retryable ?? false
  }
}
