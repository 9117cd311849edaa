import type { Dispatcher } from 'undici'
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

/** Without proxies, and with the certificate authorities of Node.js. */
export const directNetwork: Network = { fetch: (url, init) => fetch(url, init), findProxy: () => undefined }

/**
 * The network as the environment describes it: HTTP_PROXY, HTTPS_PROXY, NO_PROXY and GROUNDPLAN_CA_FILE. Throws InputError if one
 * of them is invalid.
 */
export function readNetwork(environment: Readonly<Record<string, string | undefined>>): Network {
  const proxies = readProxySettings(environment)
  const authorities = readRequestAuthorities(environment)
  if (proxies.http === undefined && proxies.https === undefined && authorities === undefined)
    return directNetwork
  return createNetwork(proxies, authorities)
}

function createNetwork(proxies: ProxySettings, authorities: readonly string[] | undefined): Network {
  const dispatchers = new Map<string, Promise<Dispatcher>>()
  const find = (url: URL) => findProxy(url, proxies)
  const findDispatcher = (proxy: URL | undefined) => {
    const key = proxy?.href ?? ''
    const known = dispatchers.get(key) ?? createDispatcher(proxy, authorities)
    dispatchers.set(key, known)
    return known
  }
  return {
    findProxy: find,
    async fetch(url, init) {
      const dispatcher = await findDispatcher(find(new URL(url)))
      // The same library's `fetch`: that of Node.js 20 does not understand these dispatchers.
      const undici = await import('undici')
      const { headers, ...rest } = init
      const entries = [...new Headers(headers)]
      const response = await undici.fetch(url, { ...rest, headers: entries, dispatcher } as object)
      return response as unknown as Response
    },
  }
}

async function createDispatcher(
  proxy: URL | undefined,
  authorities: readonly string[] | undefined,
): Promise<Dispatcher> {
  // Loaded when it is first needed: most servers have neither a proxy nor a file of certificates.
  const { Agent, ProxyAgent } = await import('undici')
  const tls = authorities === undefined ? {} : { ca: [...authorities] }
  if (proxy === undefined) return new Agent({ connect: tls })
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
