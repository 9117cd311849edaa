import {
  ConflictError,
  ExternalServiceError,
  InputError,
  NotAllowedError,
  NotFoundError,
  type PlatformError,
} from '@groundplan/errors'

/** A request that a service answered with a failure. */
export interface HttpFailure {
  /** The service's name as people know it. */
  readonly service: string
  readonly status: number
  /** What it was about, e.g. `acme/network`. */
  readonly subject: string
  /** The service's own words. */
  readonly message?: string | undefined
  /** Texts that must not show, should the service repeat them. */
  readonly secrets?: readonly string[] | undefined
}

const longestMessage = 400

/**
 * The error of ours for an HTTP status. What may have been carried out although its answer says otherwise has `details.uncertain`;
 * see {@link isUncertain}.
 */
export function toHttpError(failure: HttpFailure): PlatformError {
  const { service, status, subject } = failure
  const said = quote(failure)
  switch (status) {
    case 401:
      return new NotAllowedError(
        `${service} refused the token for ${subject}: it is wrong, revoked or expired${said}`,
        {
          hint: 'Set a new token.',
          details: { status, credentials: 'refused' },
        },
      )
    case 402:
    case 403:
    case 451:
      return new NotAllowedError(`${service} does not allow this on ${subject}${said}`, {
        hint: 'Check the permissions of the token and its access to the repository.',
        details: { status },
      })
    case 404:
    case 410:
      return new NotFoundError(
        `${service} does not have ${subject}, or does not show it to this token${said}`,
        {
          details: { status },
        },
      )
    case 405:
    case 409:
    case 412:
    case 423:
      return new ConflictError(`${service} refused: the state of ${subject} does not allow it${said}`, {
        details: { status },
      })
    default:
      return isOurs(status) ? refusedContent(failure, said) : outage(failure, said)
  }
}

/** True if a failed call may nevertheless have been carried out. */
export function isUncertain(error: unknown): boolean {
  return error instanceof ExternalServiceError && error.details?.['uncertain'] === true
}

function isOurs(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429
}

function refusedContent({ service, status, subject }: HttpFailure, said: string): PlatformError {
  return new InputError(`${service} refused what was sent to ${subject}${said}`, { details: { status } })
}

function outage({ service, status, subject }: HttpFailure, said: string): PlatformError {
  return new ExternalServiceError(`${service} failed on ${subject} with status ${status}${said}`, {
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
