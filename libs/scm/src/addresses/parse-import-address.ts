/** Where the address of a repository leads. */
export type ImportAddress =
  /** A folder or `file://`. */
  | { readonly kind: 'local' }
  | {
      readonly kind: 'remote'
      readonly host: string
      readonly port: number | undefined
      readonly scheme: 'https' | 'http' | 'ssh'
    }
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
  if (name === undefined || isOddNumber(name) || (number !== undefined && (number < 1 || number > 65_535)))
    return { kind: 'unclear' }
  return { kind: 'remote', scheme, host: normalizeHost(name), port: number }
}

/** `0x7f.1`, `2130706433` and `0177.0.0.1` are IPv4 addresses to some programs and names to others. */
function isOddNumber(name: string): boolean {
  const last = normalizeHost(name).split('.').at(-1) ?? ''
  const isNumber = /^(?:0x[\da-f]*|\d+)$/i.test(last)
  return isNumber && !/^(?:(?:0|[1-9]\d{0,2})(?:\.|$)){4}$/.test(name)
}
