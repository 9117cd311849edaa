import { findProxy, printProxy, readProxySettings } from '@groundplan/http'
import type { Environment } from '@groundplan/process'

const proxyVariable = /^(?:https?|all|no)_proxy$/i

/** The proxy that git uses for a URL, without credentials; `undefined` if it connects directly, and for SSH. */
export function shownProxy(url: string, environment: Environment): string | undefined {
  const proxy = findProxy(url, readProxySettings(environment))
  return proxy && printProxy(proxy)
}

/**
 * Replaces the proxy variables by the one decision for this URL, so that git and API requests follow the same rules: curl's depend on
 * its version, and it ignores HTTP_PROXY. SSH, and environments with only a SOCKS proxy, keep theirs.
 */
export function withProxyDecision(
  url: string,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const settings = readProxySettings(own)
  const isHttp = /^https?:\/\//i.test(url)
  if (!isHttp || (settings.http === undefined && settings.https === undefined)) return { ...own }
  const rest = Object.fromEntries(Object.entries(own).filter(([name]) => !proxyVariable.test(name)))
  const proxy = findProxy(url, settings)?.href
  // A redirect within the same host may change the scheme.
  return proxy === undefined ? { ...rest, no_proxy: '*' } : { ...rest, http_proxy: proxy, https_proxy: proxy }
}
