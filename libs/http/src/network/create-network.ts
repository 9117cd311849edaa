import { PlatformError } from '@groundplan/errors'
import type { Agent, Dispatcher } from 'undici'
import { targetOf, type AddressGuard } from './address-guard.ts'
import { readRequestAuthorities } from './certificate-authorities.ts'
import { findProxy } from './find-proxy.ts'
import { readProxySettings, type ProxySettings } from './proxy-settings.ts'

/** How requests leave this machine. */
export interface Network {
  /** Sends one request; like the platform's `fetch`. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** The proxy that a URL is requested through. */
  findProxy(url: URL): URL | undefined
}

/** Without proxies and guard, and with the certificate authorities of Node.js. */
export const directNetwork: Network = { fetch: (url, init) => fetch(url, init), findProxy: () => undefined }

/**
 * The network as the environment describes it: HTTP_PROXY, HTTPS_PROXY, NO_PROXY and GROUNDPLAN_CA_FILE. Throws InputError if one
 * of them is invalid. Requests go only where `guard` allows; without one, anywhere.
 */
export function readNetwork(
  environment: Readonly<Record<string, string | undefined>>,
  guard?: AddressGuard,
): Network {
  const proxies = readProxySettings(environment)
  const authorities = readRequestAuthorities(environment)
  const isPlain = proxies.http === undefined && proxies.https === undefined && authorities === undefined
  return isPlain && guard === undefined ? directNetwork : createNetwork({ proxies, authorities, guard })
}

interface NetworkSettings {
  readonly proxies: ProxySettings
  readonly authorities: readonly string[] | undefined
  readonly guard: AddressGuard | undefined
}

function createNetwork({ proxies, authorities, guard }: NetworkSettings): Network {
  const dispatchers = new Map<string, Promise<Dispatcher>>()
  const find = (url: URL) => findProxy(url, proxies)
  const findDispatcher = (proxy: URL | undefined) => {
    const key = proxy?.href ?? ''
    const known = dispatchers.get(key) ?? createDispatcher(proxy, { authorities, guard })
    dispatchers.set(key, known)
    return known
  }
  return {
    findProxy: find,
    async fetch(address, init) {
      const url = new URL(address)
      const proxy = find(url)
      if (proxy === undefined) guard?.checkWritten(targetOf(url))
      else await guard?.checkProxied(targetOf(url))
      const dispatcher = await findDispatcher(proxy)
      // The same library's `fetch`: that of Node.js 20 does not understand these dispatchers.
      const undici = await import('undici')
      const { headers, ...rest } = init
      const entries = [...new Headers(headers)]
      try {
        const response = await undici.fetch(address, { ...rest, headers: entries, dispatcher } as object)
        return response as unknown as Response
      } catch (error) {
        throw findRefusal(error) ?? error
      }
    },
  }
}

/** What the guard said while the connection was made. */
function findRefusal(thrown: unknown): PlatformError | undefined {
  let error = thrown
  for (let depth = 0; error instanceof Error && depth < 10; depth += 1, error = error.cause)
    if (error instanceof PlatformError) return error
  return undefined
}

async function createDispatcher(
  proxy: URL | undefined,
  { authorities, guard }: Omit<NetworkSettings, 'proxies'>,
): Promise<Dispatcher> {
  // Loaded when it is first needed: commands that ask no host need none of it.
  const { Agent, Pool, ProxyAgent } = await import('undici')
  const tls = authorities === undefined ? {} : { ca: [...authorities] }
  if (proxy === undefined) {
    // Names are resolved by the guard alone, as the connection is made: what it has checked is what is connected to.
    const factory: Agent.Options['factory'] = (origin, options) => {
      const lookup = guard?.lookupFor(targetOf(new URL(origin)))
      return new Pool(origin, { ...options, connect: { ...tls, ...(lookup && { lookup }) } })
    }
    return new Agent({ factory })
  }
  const token = printCredentials(proxy)
  return new ProxyAgent({
    uri: `${proxy.protocol}//${proxy.host}`,
    ...(token === undefined ? {} : { token }),
    requestTls: tls,
    proxyTls: tls,
  })
}

function printCredentials({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined
  const text = `${decode(username)}:${decode(password)}`
  return `Basic ${Buffer.from(text).toString('base64')}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
