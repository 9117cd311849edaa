import { readHost } from '@groundplan/network-address'

/** A repository that git reads over the network. */
export interface RemoteAddress {
  readonly kind: 'remote'
  /** In lower case; IPv6 in brackets. */
  readonly host: string
  readonly port: number | undefined
  readonly scheme: 'https' | 'http' | 'ssh'
}

/** Where the address of a repository leads. */
export type ImportAddress =
  /** A folder or `file://`. */
  | { readonly kind: 'local' }
  | RemoteAddress
  /** Nothing that git programs agree on how to read. */
  | { readonly kind: 'unclear' }

const url =
  /^(https?|ssh):\/\/(?:([\w.+-]+)@)?(\[[\da-f:.]+\]|[a-z\d][a-z\d.-]*)(?::(\d{1,5}))?\/[^\s\\?#]*$/i
/** Not `https:x`, which programs that are kind to typing errors take for `https://x`. */
const scpLike =
  /^(?:[\w.+-]+@)?(?!(?:https?|ssh|git|ftps?|file):)([a-z\d][a-z\d.-]+):(?!:|\/\/)(?!.*:\/\/)[^\s\\]+$/i
const localPath = /^(?:file:|[./~\\]|[a-z]:[\\/])/i

/**
 * Reads an address so strictly that git, curl and ssh cannot take it for another host: names in ASCII, IPv4 addresses as four
 * decimal numbers, no user in HTTP, no query, nothing escaped before the path.
 */
export function parseImportAddress(address: string): ImportAddress {
  const text = address.trim()
  if (localPath.test(text) || !text.includes(':')) return { kind: 'local' }
  const [, scheme, user, name, port] = url.exec(text) ?? []
  if (scheme === undefined) return toRemote('ssh', scpLike.exec(text)?.[1], undefined)
  const lower = scheme.toLowerCase()
  if (lower !== 'ssh' && user !== undefined) return { kind: 'unclear' }
  return toRemote(lower === 'ssh' ? 'ssh' : lower === 'http' ? 'http' : 'https', name, port)
}

/** A host's name as it is compared: lower case, without the dot at the end that means the same. */
export function normalizeHost(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

function toRemote(
  scheme: 'https' | 'http' | 'ssh',
  name: string | undefined,
  port: string | undefined,
): ImportAddress {
  const number = port === undefined ? undefined : Number(port)
  const isOdd = name === undefined || readHost(name).kind === 'unclear'
  if (isOdd || (number !== undefined && (number < 1 || number > 65_535))) return { kind: 'unclear' }
  return { kind: 'remote', scheme, host: normalizeHost(name), port: number }
}
