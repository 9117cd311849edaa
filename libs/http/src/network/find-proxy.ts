import { BlockList, isIP } from 'node:net'
import type { ProxySettings } from './proxy-settings.ts'

/**
 * The proxy for a URL; `undefined` if it is reached directly. NO_PROXY is read as curl reads it: `example.com`, `.example.com` and
 * `*.example.com` match the host and its subdomains, `example.com:8443` one port only, `10.0.0.0/8` addresses, `*` everything.
 */
export function findProxy(address: string | URL, settings: ProxySettings): URL | undefined {
  const url = typeof address === 'string' ? URL.parse(address) : address
  const proxy =
    url?.protocol === 'https:' ? settings.https : url?.protocol === 'http:' ? settings.http : undefined
  if (url === null || proxy === undefined) return undefined
  return settings.bypass.some((entry) => matches(url, entry)) ? undefined : proxy
}

function matches(url: URL, entry: string): boolean {
  if (entry === '*') return true
  const host = bareHost(url.hostname)
  const range = /^\[?([0-9a-f.:]+)\]?\/(\d{1,3})$/i.exec(entry)
  if (range !== null) return isInRange(host, range[1] ?? '', Number(range[2]))
  const { name, port } = splitPort(entry)
  const wanted = bareHost(name.replace(/^\*?\./, ''))
  if (wanted === '' || (port !== undefined && port !== portOf(url))) return false
  if (isIP(host) !== 0) return host === wanted
  return host === wanted || host.endsWith(`.${wanted}`)
}

function isInRange(host: string, network: string, prefix: number): boolean {
  const family = isIP(network)
  if (family === 0 || isIP(host) !== family || prefix > (family === 4 ? 32 : 128)) return false
  const list = new BlockList()
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  list.addSubnet(network, prefix, kind)
  return list.check(host, kind)
}

/** `host:port`; an IPv6 address with a port has brackets. */
function splitPort(entry: string): { name: string; port: string | undefined } {
  const match = isIP(entry) === 6 ? null : /^(.*):(\d+)$/.exec(entry)
  return match === null ? { name: entry, port: undefined } : { name: match[1] ?? '', port: match[2] }
}

function portOf({ port, protocol }: URL): string {
  if (port !== '') return port
  return protocol === 'https:' ? '443' : '80'
}

function bareHost(host: string): string {
  return host.toLowerCase().replace(/^\[|\]$|\.$/g, '')
}
