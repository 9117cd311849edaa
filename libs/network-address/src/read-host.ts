import { parseIpAddress, printIpAddress } from './ip-address.ts'

/** The host of an address, as connections are made to it. */
export type Host =
  /** An IP address: IPv4 as four numbers, also if it is mapped into IPv6, which has eight groups and no brackets. */
  | { readonly kind: 'address'; readonly address: string }
  /** A name in lower case, without the dot at the end that means the same. */
  | { readonly kind: 'name'; readonly name: string }
  /** What some programs take for one host and some for another, or what no program connects to. */
  | { readonly kind: 'unclear' }

/**
 * Reads the host part of an address, IPv6 in brackets or not. Names are ASCII. `0x7f.1`, `2130706433`, `0177.0.0.1` and addresses with a
 * zone (`fe80::1%eth0`) are unclear: they are IP addresses for some programs and names for others.
 */
export function readHost(text: string): Host {
  const plain = text.toLowerCase()
  const unbracketed = plain.replace(/^\[(.*)\]$/, '$1')
  if (unbracketed.includes(':')) {
    return unbracketed.includes('%') ? { kind: 'unclear' } : toAddress(unbracketed)
  }
  const name = plain.replace(/\.$/, '')
  if (parseIpAddress(name) !== undefined) return toAddress(name)
  const isName =
    name.length <= 253 && name.split('.').every((label) => /^[a-z\d_](?:[a-z\d_-]*)$/.test(label))
  return isName && !endsInNumber(name) ? { kind: 'name', name } : { kind: 'unclear' }
}

function toAddress(text: string): Host {
  const bytes = parseIpAddress(text)
  return bytes === undefined ? { kind: 'unclear' } : { kind: 'address', address: printIpAddress(bytes) }
}

/** Such a name is an IPv4 address for whoever reads it as `inet_aton` or the URL standard does. */
function endsInNumber(name: string): boolean {
  return /(?:^|\.)(?:0x[\da-f]*|\d+)$/.test(name)
}
