import {
  hostOrigins,
  serverAccessNames,
  type HostSettings,
  type SecretReference,
} from '@groundplan/configuration'
import type { HostAccess } from './create-host.ts'

export type ConfiguredHost = Exclude<HostSettings, { readonly kind: 'local-git' }>

/** True if a host of the configuration is the one that has the blueprint repository. */
export function isServerHost(host: HostSettings, access: Pick<HostAccess, 'kind' | 'url'>): boolean {
  if (host.kind !== access.kind || !('url' in host)) return false
  const address = normalize(host.url)
  return address !== undefined && address === normalize(access.url)
}

/** True if the host relies on what the operator gave the server for the blueprint repository. */
export function usesServerAccess(host: ConfiguredHost): boolean {
  const { token } = host
  if (token !== undefined) return isServerToken(token)
  const { app, oauth } = { app: undefined, oauth: undefined, ...host }
  return app === undefined && oauth === undefined
}

export function isServerToken(reference: SecretReference): boolean {
  return 'env' in reference && reference.env === serverAccessNames[0]
}

/** Origins of the host that the server's own access may not be sent to: those of an `api-url` that the operator did not name. */
export function foreignOrigins(host: ConfiguredHost, access: Pick<HostAccess, 'origins'>): readonly string[] {
  return host['api-url'] === undefined
    ? []
    : hostOrigins(host).filter((origin) => !access.origins.includes(origin))
}

/** Origins that a host's own token is sent to: where the file does not say where its API is, the server may know. */
export function effectiveOrigins(host: ConfiguredHost, access: HostAccess | undefined): readonly string[] {
  return hostOrigins({ ...host, 'api-url': effectiveApiUrl(host, access) })
}

export function effectiveApiUrl(host: ConfiguredHost, access: HostAccess | undefined): string | undefined {
  const known = access !== undefined && isServerHost(host, access) ? access.apiUrl : undefined
  return host['api-url'] ?? known
}

function normalize(address: string): string | undefined {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return undefined
  return url.href.replace(/\/+$/, '')
}
