import { NotAllowedError } from '@groundplan/errors'

/**
 * A refused push with the next step for the time before a configuration is merged, where the adapter has named one in
 * `details.onboardingHint`; any other error as it is.
 */
export function beforeConfiguration(error: unknown): unknown {
  if (!(error instanceof NotAllowedError)) return error
  const hint = error.details?.['onboardingHint']
  if (typeof hint !== 'string') return error
  return new NotAllowedError(error.message, { hint, details: error.details, cause: error })
}
