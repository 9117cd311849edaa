import { CancelledError, ExternalServiceError, errorMessage, type PlatformError } from '@groundplan/errors'

/** A request without a complete response. */
export interface ConnectionFailure {
  readonly reason: string
  /** True if the request never reached the host. */
  readonly unsent: boolean
  readonly retryable: boolean
  readonly hint?: string
}

const unsentReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'DNS lookup failed temporarily',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'network unreachable',
  UND_ERR_CONNECT_TIMEOUT: 'connection timed out',
}

const certificateCodes =
  /^(?:CERT_|ERR_TLS_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY)_)/

/** Translates an exception thrown by the platform's `fetch`. */
export function readConnectionFailure(thrown: unknown): ConnectionFailure {
  const code = findCode(thrown)
  const causes = listCauses(thrown)
  if (causes.some(({ message }) => message === 'bad port')) {
    return {
      reason: 'this port is reserved for another protocol, so requests to it are blocked',
      unsent: true,
      retryable: false,
      hint: 'Serve the API on another port. The blocked ones are listed at https://fetch.spec.whatwg.org/#port-blocking.',
    }
  }
  const unsent = unsentReasons[code]
  if (unsent !== undefined) return { reason: unsent, unsent: true, retryable: true }
  if (certificateCodes.test(code)) {
    return {
      reason: `untrusted certificate (${code})`,
      unsent: true,
      retryable: false,
      hint: "Set NODE_EXTRA_CA_CERTS to your certificate authority's certificate.",
    }
  }
  if (thrown instanceof Error && thrown.name === 'TimeoutError') {
    return { reason: 'the response timed out', unsent: false, retryable: true }
  }
  const reason = `connection lost (${code === '' ? (causes.at(-1)?.message ?? errorMessage(thrown)) : code})`
  return { reason, unsent: false, retryable: true }
}

/** The error for a request that failed for good; a CancelledError if the caller cancelled it. */
export function toConnectionError(
  service: string,
  host: string,
  failure: ConnectionFailure,
  signal: AbortSignal,
): PlatformError {
  if (signal.aborted) return new CancelledError()
  const where = service === host ? host : `${service} (${host})`
  return new ExternalServiceError(`Could not reach ${where}: ${failure.reason}.`, {
    service,
    retryable: failure.retryable,
    hint: failure.hint,
    details: { uncertain: !failure.unsent },
  })
}

function findCode(thrown: unknown): string {
  const coded = listCauses(thrown).find((error) => 'code' in error && typeof error.code === 'string')
  return coded === undefined ? '' : String((coded as { code?: unknown }).code)
}

/** The error and what caused it, the outermost first. */
function listCauses(thrown: unknown): readonly Error[] {
  const causes: Error[] = []
  for (let error = thrown; error instanceof Error && causes.length < 10; error = error.cause)
    causes.push(error)
  return causes
}
