// What errors of `translateGitError` mean for the work at hand.
import { ConflictError, ExternalServiceError, InputError, NotFoundError } from '@groundplan/errors'

/** True if a push was refused because the branch is no longer where it was. */
export function isMoved(error: unknown): boolean {
  return error instanceof ConflictError && error.details?.['moved'] === true
}

/** True if what was to be taken away from a remote is not there. */
export function isGone(error: unknown): boolean {
  return error instanceof NotFoundError && error.details?.['gone'] === true
}

/** True if a remote does not have the ref that was asked for. */
export function isMissingRef(error: unknown): boolean {
  return error instanceof NotFoundError && error.details?.['missingRef'] !== undefined
}

/** True if a remote gives no objects but those that its refs name. */
export function isUnadvertised(error: unknown): boolean {
  return error instanceof ExternalServiceError && error.details?.['unadvertised'] === true
}

/** True if the same command may succeed later without anybody changing anything. */
export function isRetryable(error: unknown): boolean {
  return error instanceof ExternalServiceError && error.retryable
}

/** True if an error says that a repository is there but cannot be read. */
export function isDamage(error: unknown): boolean {
  return error instanceof InputError && error.details?.['damaged'] === true
}
