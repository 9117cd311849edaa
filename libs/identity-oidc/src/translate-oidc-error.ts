import { errorMessage, ExternalServiceError, NotAllowedError, PlatformError } from '@groundplan/errors'
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'

/** What people are told when the provider refuses, answers nonsense or not at all. Never says what was sent. */
export function translateOidcError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  // Thrown by our own `fetch`, inside an error of the library.
  if (error instanceof Error && error.cause instanceof PlatformError) return error.cause
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError)
    return refused(error.error, error.error_description, error)
  if (error instanceof WWWAuthenticateChallengeError) {
    const { parameters } = error.cause[0] ?? {}
    return refused(parameters?.['error'] ?? 'invalid_client', parameters?.['error_description'], error)
  }
  // What came back is not the answer to what was asked: an old link, or somebody else's.
  if (error instanceof ClientError && mismatches.has(error.code ?? '')) {
    return new NotAllowedError(`The sign-in is not valid: ${errorMessage(error)}.`, {
      hint: 'Sign in again.',
      cause: error,
    })
  }
  return new ExternalServiceError(`Could not sign in with the identity provider: ${errorMessage(error)}.`, {
    service: 'identity-provider',
    hint: 'Try again. If it goes on, check GROUNDPLAN_OIDC_ISSUER and that the server reaches the provider.',
    cause: error,
  })
}

const mismatches: ReadonlySet<string> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
])

function refused(code: string, description: string | undefined, cause: Error): NotAllowedError {
  const reason = [code, description].filter((part) => part !== undefined && part !== '').join(': ')
  return new NotAllowedError(`The identity provider refused to sign you in (${reason.slice(0, 300)}).`, {
    hint: hints[code] ?? 'Sign in again. If it goes on, ask an administrator of the identity provider.',
    cause,
  })
}

const hints: Readonly<Record<string, string>> = {
  access_denied: 'Sign in again and allow it, or ask an administrator of the identity provider for access.',
  expired_token: 'The code was not entered in time. Sign in again.',
  invalid_client: 'Check GROUNDPLAN_OIDC_CLIENT_ID and GROUNDPLAN_OIDC_CLIENT_SECRET.',
  invalid_grant: 'The sign-in took too long or was used twice. Sign in again.',
}
