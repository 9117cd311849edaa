import { InputError } from '@groundplan/errors'
import type { RepositoryName } from '@groundplan/scm'
import type { HostKind } from './create-host.ts'

/** A repository's web address, taken apart. */
export interface RepositoryUrl {
  readonly kind: HostKind
  /** Address of the host. */
  readonly hostUrl: string
  readonly repository: RepositoryName
  /** Address for git. */
  readonly gitUrl: string
}

const clouds: Readonly<Record<string, HostKind>> = {
  'github.com': 'github',
  'bitbucket.org': 'bitbucket-cloud',
}

export interface RepositoryUrlHints {
  readonly kind?: HostKind | undefined
  /** Address of the API, from which the host's follows where git has another one. */
  readonly apiUrl?: string | undefined
}

/**
 * Takes the address of a repository at a host apart, as people see it in their browser or clone it, over SSH as well. The kind of host
 * is known of the clouds; of others it has to be told. Throws InputError.
 */
export function parseRepositoryUrl(address: string, hints: RepositoryUrlHints = {}): RepositoryUrl {
  const ssh = parseSshAddress(address)
  if (ssh !== undefined) return parseSsh(address, ssh, hints)
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw unusable(address, 'Use an address such as https://github.com/acme/blueprints, without credentials.')
  const found = findKind(address, url.hostname, hints)
  const place = found === 'bitbucket-data-center' ? placeAtDataCenter(url) : placeAtCloud(url)
  if (place === undefined) throw unusable(address, 'Include the owner and the name of the repository.')
  const { context, owner, name } = place
  const hostUrl = `${url.origin}${context}`
  const path = found === 'bitbucket-data-center' ? `/scm/${owner.toLowerCase()}/${name}` : `/${owner}/${name}`
  return { kind: found, hostUrl, repository: { owner, name }, gitUrl: `${hostUrl}${path}.git` }
}

/** True if git reaches the address over SSH: `ssh://git@host/path` or `git@host:path`. */
export function isSshAddress(address: string): boolean {
  return parseSshAddress(address) !== undefined
}

interface SshAddress {
  readonly host: string
  readonly path: string
}

function parseSshAddress(address: string): SshAddress | undefined {
  const short = /^(?:[\w.+-]+@)([\w][\w.-]*):(?!\/\/)\/*([^/].*)$/.exec(address)
  if (short !== null) return { host: short[1] ?? '', path: short[2] ?? '' }
  const url = /^ssh:\/\//i.test(address) ? URL.parse(address) : null
  if (url === null || url.password !== '' || !/^[\w][\w.-]*$/.test(url.hostname)) return undefined
  return { host: url.hostname, path: url.pathname.replace(/^\/+/, '') }
}

/** Names for SSH through port 443, of hosts that have another one. */
const sshNames: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.bitbucket.org': 'bitbucket.org',
}

function parseSsh(address: string, { host, path }: SshAddress, hints: RepositoryUrlHints): RepositoryUrl {
  const name = sshNames[host.toLowerCase()] ?? host.toLowerCase()
  const kind = findKind(address, name, hints)
  const match = /^([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(path)
  if (match === null) throw unusable(address, 'Include the owner and the name of the repository.')
  const [, owner = '', repository = ''] = match
  const isKey = kind === 'bitbucket-data-center' && !owner.startsWith('~')
  return {
    kind,
    hostUrl: findHostUrl(name, kind, hints.apiUrl),
    repository: { owner: isKey ? owner.toUpperCase() : owner, name: repository },
    gitUrl: address,
  }
}

/** SSH may have another name than the web: where the API is told, the web is there. */
function findHostUrl(name: string, kind: HostKind, apiUrl: string | undefined): string {
  if (apiUrl === undefined || clouds[name] !== undefined) return `https://${name}`
  const api = new URL(apiUrl)
  const path = kind === 'bitbucket-data-center' ? /\/rest(?:\/.*)?$/ : /\/api\/v3\/?$/
  return `${api.origin}${api.pathname.replace(path, '')}`.replace(/\/+$/, '')
}

function findKind(address: string, host: string, { kind }: RepositoryUrlHints): HostKind {
  const found = kind ?? clouds[host]
  if (found === undefined) throw unusable(address, 'Set GROUNDPLAN_BLUEPRINTS_KIND to the kind of host.')
  return found
}

interface Place extends RepositoryName {
  /** Path below which the host is served. */
  readonly context: string
}

function placeAtCloud({ pathname }: URL): Place | undefined {
  const match = /^(.*)\/([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(pathname)
  return match === null ? undefined : { context: match[1] ?? '', owner: match[2] ?? '', name: match[3] ?? '' }
}

/** `/projects/KEY/repos/slug`, `/users/name/repos/slug` or `/scm/key/slug.git`. */
function placeAtDataCenter({ pathname }: URL): Place | undefined {
  const browsed = /^(.*)\/(projects|users)\/([^/]+)\/repos\/([^/]+)/.exec(pathname)
  if (browsed !== null) {
    const [, context = '', kind, owner = '', name = ''] = browsed
    return { context, owner: kind === 'users' ? `~${owner}` : owner, name }
  }
  const cloned = /^(.*)\/scm\/([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(pathname)
  if (cloned === null) return undefined
  const [, context = '', owner = '', name = ''] = cloned
  return { context, owner: owner.startsWith('~') ? owner : owner.toUpperCase(), name }
}

function unusable(address: string, hint: string): InputError {
  const shown = address.replace(/\/\/[^/]*@/, '//')
  return new InputError(`Invalid address of the blueprint repository: ${shown}`, { hint })
}
