import { CancelledError, ExternalServiceError, errorMessage, type PlatformError } from '@groundplan/errors'
import { caFileVariable } from './network/certificate-authorities.ts'
import { printProxy } from './network/proxy-settings.ts'

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

/** Translates an exception thrown by `fetch`; `proxy` is the one that the request went through. */
export function readConnectionFailure(thrown: unknown, proxy?: URL): ConnectionFailure {
  const refusal = proxy === undefined ? undefined : readProxyRefusal(thrown, proxy)
  if (refusal !== undefined) return refusal
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
  if (unsent !== undefined) {
    return proxy === undefined
      ? { reason: unsent, unsent: true, retryable: true }
      : { reason: `proxy ${printProxy(proxy)}: ${unsent}`, unsent: true, retryable: true, hint: proxyHint }
  }
  if (certificateCodes.test(code)) {
    return {
      reason: `untrusted certificate (${code})`,
      unsent: true,
      retryable: false,
      hint: `Set ${caFileVariable} to a PEM file with the certificate of your certificate authority.`,
    }
  }
  if (thrown instanceof Error && thrown.name === 'TimeoutError') {
    return { reason: `the response timed out${through(proxy)}`, unsent: false, retryable: true }
  }
  const cause = code === '' ? (causes.at(-1)?.message ?? errorMessage(thrown)) : code
  const reason = `connection lost (${cause})${through(proxy)}`
  return { reason, unsent: false, retryable: true }
}

const proxyHint = 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY in the environment of the server.'

function through(proxy: URL | undefined): string {
  return proxy === undefined ? '' : `, through the proxy ${printProxy(proxy)}`
}

/** What a proxy answered instead of making the connection. */
function readProxyRefusal(thrown: unknown, proxy: URL): ConnectionFailure | undefined {
  const status = Number(
    /Proxy response \((\d+)\)/.exec(
      listCauses(thrown)
        .map(({ message }) => message)
        .join('\n'),
    )?.[1],
  )
  if (!(status > 0)) return undefined
  const failure = { unsent: true, retryable: status >= 500 } as const
  const shown = printProxy(proxy)
  if (status === 407) {
    const reason =
      proxy.username === ''
        ? `the proxy ${shown} requires a user name and password (407)`
        : `the proxy ${shown} rejected its user name or password (407)`
    return {
      ...failure,
      reason,
      hint: 'Set them in HTTPS_PROXY=http://user:password@proxy.example.com:3128, with special characters percent-encoded. Only Basic authentication is supported.',
    }
  }
  const reason = `the proxy ${shown} did not open the connection (${status})`
  const hint = 'Allow the host on the proxy or, if it is reached directly, add it to NO_PROXY.'
  return { ...failure, reason, hint }
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
