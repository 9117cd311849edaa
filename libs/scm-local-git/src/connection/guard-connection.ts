import { InputError } from '@groundplan/errors'
import { findProxy, readProxySettings, type AddressGuard, type Connection } from '@groundplan/http'
import { readEnvironment } from '@groundplan/process'
import { parseImportAddress, type RemoteAddress } from '@groundplan/scm'
import type { GitSetting } from './git-setting.ts'

/** What has git connect to what was checked. */
export interface GuardedConnection {
  readonly settings: readonly GitSetting[]
  /** Options for ssh. */
  readonly sshOptions: readonly string[]
}

const unguarded: GuardedConnection = { settings: [], sshOptions: [] }

/**
 * Checks where git would connect to for an address, and pins the connection to the addresses that were checked: git and ssh resolve nothing
 * themselves. Git follows no redirects then. Throws NotAllowedError, or InputError for addresses that programs read in different ways.
 */
export async function guardConnection(
  url: string,
  guard: AddressGuard | undefined,
): Promise<GuardedConnection> {
  if (guard === undefined) return unguarded
  const parsed = parseImportAddress(url)
  if (parsed.kind === 'local') return unguarded
  if (parsed.kind === 'unclear') return guardUnclear(url, guard)
  if (parsed.scheme === 'ssh') {
    return { settings: [], sshOptions: pinSsh(parsed, await guard.check(parsed)) }
  }
  const settings = guard.isStrict ? withoutRedirects(new URL(url).origin) : []
  if (findProxy(url, readProxySettings(readEnvironment())) === undefined)
    return { settings: [...settings, ...pinHttp(parsed, await guard.check(parsed))], sshOptions: [] }
  await guard.checkProxied(parsed)
  return { settings, sshOptions: [] }
}

async function guardUnclear(url: string, guard: AddressGuard): Promise<GuardedConnection> {
  if (guard.isStrict) {
    throw new InputError('This is not a git address that all programs read in the same way.', {
      hint: 'Use https://host/path, ssh://user@host/path or user@host:path, in ASCII and without credentials.',
    })
  }
  const host = URL.parse(url)?.hostname ?? ''
  if (host !== '') await guard.check({ scheme: 'https', host })
  return unguarded
}

/** Settings for one origin come before general ones, so that the user's own need both. */
function withoutRedirects(origin: string): readonly GitSetting[] {
  return [
    ['http.followRedirects', 'false'],
    [`http.${origin}.followRedirects`, 'false'],
  ]
}

/** As for `curl --resolve`; a dot at the end of a name makes it another one there. */
function pinHttp({ scheme, port }: RemoteAddress, connection: Connection): readonly GitSetting[] {
  if (connection.kind === 'free') return []
  const addresses = connection.addresses.map((each) => (each.includes(':') ? `[${each}]` : each)).join(',')
  const at = port ?? (scheme === 'https' ? 443 : 80)
  return [connection.name, `${connection.name}.`].map((name) => [
    'http.curloptResolve',
    `${name}:${at}:${addresses}`,
  ])
}

/**
 * The host is known by its name, with a port that is not the usual one as known_hosts writes it. Hosts that the operator has named are
 * reached as the SSH configuration of the server says.
 */
function pinSsh({ port = 22 }: RemoteAddress, connection: Connection): readonly string[] {
  const [address] = connection.kind === 'pinned' ? connection.addresses : []
  if (connection.kind !== 'pinned' || address === undefined) return []
  const { name } = connection
  const alias = port === 22 ? name : `[${name}]:${port}`
  return [`HostName=${address}`, `HostKeyAlias=${alias}`, 'CheckHostIP=no']
}
