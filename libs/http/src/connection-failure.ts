import { CancelledError, ExternalServiceError, errorMessage, type PlatformError } from '@groundplan/errors'

/** A request to which there was no whole answer. */
export interface ConnectionFailure {
  readonly reason: string
  /** True if it never reached the host. */
  readonly unsent: boolean
  readonly retryable: boolean
  readonly hint?: string
}

const unsentReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be resolved at present',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network',
  UND_ERR_CONNECT_TIMEOUT: 'the connection took too long',
}

const certificateCodes =
  /^(?:CERT_|ERR_TLS_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY)_)/

/** Says what an exception of the platform's `fetch` means. */
export function readConnectionFailure(thrown: unknown): ConnectionFailure {
  const code = findCode(thrown)
  const unsent = unsentReasons[code]
  if (unsent !== undefined) return { reason: unsent, unsent: true, retryable: true }
  if (certificateCodes.test(code)) {
    return {
      reason: `its certificate is not trusted (${code})`,
      unsent: true,
      retryable: false,
      hint: 'Give the certificate of your authority in NODE_EXTRA_CA_CERTS.',
    }
  }
  if (thrown instanceof Error && thrown.name === 'TimeoutError') {
    return { reason: 'the answer took too long', unsent: false, retryable: true }
  }
  const reason = `the connection broke off (${code === '' ? errorMessage(thrown) : code})`
  return { reason, unsent: false, retryable: true }
}

/** The error for a request that was given up; a request of a caller who has cancelled is just that. */
export function toConnectionError(
  service: string,
  host: string,
  failure: ConnectionFailure,
  signal: AbortSignal,
): PlatformError {
  if (signal.aborted) return new CancelledError()
  return new ExternalServiceError(`${service} (${host}) cannot be reached: ${failure.reason}.`, {
    service,
    retryable: failure.retryable,
    hint: failure.hint,
    details: { uncertain: !failure.unsent },
  })
}

function findCode(thrown: unknown): string {
  for (let error = thrown; typeof error === 'object' && error !== null; error = causeOf(error)) {
    if ('code' in error && typeof error.code === 'string') return error.code
  }
  return ''
}

function causeOf(error: object): unknown {
  return 'cause' in error ? error.cause : undefined
}
