import { PlatformError } from '@groundplan/errors'

/** False for what fails the same way every time, because a person has to act first. */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof PlatformError)) return true
  return error.code === 'conflict' || error.code === 'external-service' || error.code === 'internal'
}
