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

/**
 * Takes the address of a repository at a host apart, as people see it in their browser or clone it. The kind of host is known of
 * the clouds; of others it has to be told. Throws InputError.
 */
export function parseRepositoryUrl(address: string, kind?: HostKind): RepositoryUrl {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw unusable(address, 'Use an address such as https://github.com/acme/blueprints, without credentials.')
  const found = kind ?? clouds[url.hostname]
  if (found === undefined) throw unusable(address, 'Set GROUNDPLAN_BLUEPRINTS_KIND to the kind of host.')
  const place = found === 'bitbucket-data-center' ? placeAtDataCenter(url) : placeAtCloud(url)
  if (place === undefined) throw unusable(address, 'Include the owner and the name of the repository.')
  const { context, owner, name } = place
  const hostUrl = `${url.origin}${context}`
  const path = found === 'bitbucket-data-center' ? `/scm/${owner.toLowerCase()}/${name}` : `/${owner}/${name}`
  return { kind: found, hostUrl, repository: { owner, name }, gitUrl: `${hostUrl}${path}.git` }
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
