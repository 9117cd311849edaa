import {
  ConflictError,
  ExternalServiceError,
  InputError,
  NotAllowedError,
  NotFoundError,
  type PlatformError,
} from '@groundplan/errors'

/** A request that failed with an HTTP status. */
export interface HttpFailure {
  /** Display name of the service. */
  readonly service: string
  readonly status: number
  /** What the request was for, e.g. `acme/network`. */
  readonly subject: string
  /** The service's own error message. */
  readonly message?: string | undefined
  /** Secrets to redact if the service echoes them. */
  readonly secrets?: readonly string[] | undefined
}

const longestMessage = 400

/**
 * Maps an HTTP status to a PlatformError. Sets `details.uncertain` if the request may have been processed despite the failure; see
 * {@link isUncertain}.
 */
export function toHttpError(failure: HttpFailure): PlatformError {
  const { service, status, subject } = failure
  const said = quote(failure)
  switch (status) {
    case 401:
      return new NotAllowedError(
        `${service} rejected the token${subject === service ? '' : ` for ${subject}`}: it is invalid, revoked or expired${said}`,
        {
          hint: 'Set a new token.',
          details: { status, credentials: 'refused' },
        },
      )
    case 402:
    case 403:
    case 451:
      return new NotAllowedError(`${service} denied access to ${subject}${said}`, {
        hint: 'Check the permissions of the token and its access to the repository.',
        details: { status },
      })
    case 404:
    case 410:
      return new NotFoundError(
        `${service} could not find ${subject}, or the token has no access to it${said}`,
        {
          details: { status },
        },
      )
    case 405:
    case 409:
    case 412:
    case 423:
      return new ConflictError(`${service} rejected the request because of the state of ${subject}${said}`, {
        details: { status },
      })
    default:
      return isOurs(status) ? refusedContent(failure, said) : outage(failure, said)
  }
}

/** True if a failed request may have been processed anyway. */
export function isUncertain(error: unknown): boolean {
  return error instanceof ExternalServiceError && error.details?.['uncertain'] === true
}

function isOurs(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429
}

function refusedContent({ service, status, subject }: HttpFailure, said: string): PlatformError {
  return new InputError(`${service} rejected the request for ${subject} as invalid${said}`, {
    details: { status },
  })
}

function outage({ service, status, subject }: HttpFailure, said: string): PlatformError {
  return new ExternalServiceError(`${service} returned status ${status} for ${subject}${said}`, {
    service,
    status,
    retryable: true,
    details: { uncertain: status === 408 || status >= 500 },
  })
}

function quote({ message, secrets = [] }: HttpFailure): string {
  const plain = (message ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim()
  const redacted = secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '[redacted]'), plain)
  if (redacted === '') return '.'
  const cut = redacted.length > longestMessage ? `${redacted.slice(0, longestMessage)}…` : redacted
  return `: ${cut}${/[.!?…]$/.test(cut) ? '' : '.'}`
}
