import {
  embeddedAddress,
  isMetadataAddress,
  isPublicAddress,
  isWithin,
  parseIpAddress,
} from './ip-address.ts'
import type { IpAddress } from './ip-address.ts'
import { readHost } from './read-host.ts'

/** A host that is allowed wherever it is. */
export interface AllowedHost {
  readonly kind: 'host'
  /** In lower case; an IP address as {@link readHost} gives it. */
  readonly name: string
  /** Absent: all ports. */
  readonly port?: number | undefined
}

/** A range of IP addresses that are allowed although they are not public. */
export interface AllowedRange {
  readonly kind: 'range'
  readonly prefix: IpAddress
  readonly bits: number
}

/** Where connections may go beside the internet. */
export type AllowedNetwork = AllowedHost | AllowedRange

/**
 * Reads `10.0.0.0/8`, `fd12::/16`, a single IP address, or a host as `git.example.com` or `git.example.com:7999`; `undefined` for anything
 * else.
 */
export function parseAllowedNetwork(text: string): AllowedNetwork | undefined {
  const range = /^\[?([^[\]/]+)\]?\/(\d{1,3})$/.exec(text)
  if (range !== null) return toRange(range[1] ?? '', Number(range[2]))
  const [, bare = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text) ?? [undefined, text]
  const host = readHost(bare)
  if (host.kind === 'unclear' || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535) return undefined
  if (host.kind === 'address' && port === undefined) return toRange(host.address, undefined)
  const name = host.kind === 'address' ? host.address : host.name
  return { kind: 'host', name, port: port === undefined ? undefined : Number(port) }
}

/** True if connections to an IP address may be made: to one of the internet, or of an allowed range. Never to {@link isMetadataAddress}. */
export function isAllowedAddress(address: string, allowed: readonly AllowedNetwork[]): boolean {
  const bytes = parseIpAddress(address)
  if (bytes === undefined || isMetadataAddress(address)) return false
  if (isPublicAddress(address)) return true
  const meant = [bytes, embeddedAddress(bytes)].filter((each) => each !== undefined)
  return allowed.some(
    (each) => each.kind === 'range' && meant.some((one) => isWithin(one, each.prefix, each.bits)),
  )
}

/** True if a host is allowed by its name, which may then stand for any address but {@link isMetadataAddress}. */
export function isNamedHost(name: string, port: number, allowed: readonly AllowedNetwork[]): boolean {
  return allowed.some((each) => each.kind === 'host' && each.name === name && (each.port ?? port) === port)
}

function toRange(address: string, bits: number | undefined): AllowedRange | undefined {
  const prefix = address.includes('%') ? undefined : parseIpAddress(address)
  if (prefix === undefined) return undefined
  // IPv4 addresses that are mapped into IPv6 were read as the former.
  const skipped = address.includes(':') && prefix.length === 4 ? 96 : 0
  const length = bits === undefined ? prefix.length * 8 : bits - skipped
  return length < 0 || length > prefix.length * 8 ? undefined : { kind: 'range', prefix, bits: length }
}
