import type { ScmKind } from '../scm-kind.ts'

export interface HostedAddress {
  /** The repository's address, as it was imported. */
  readonly address: string
  /** The kind of its host, where it is known; otherwise the address has to tell. */
  readonly kind?: ScmKind | undefined
}

export interface SourcePlace extends HostedAddress {
  readonly commit: string
  /** Path in the repository; `.` is its root. */
  readonly path: string
  readonly line?: number | undefined
}

/**
 * The page at the host that shows a file or directory at a commit. Without a kind, known are github.com and servers of GitHub
 * Enterprise with `github` in their names, bitbucket.org, and Bitbucket Data Center by its addresses; `undefined` for anything else.
 */
export function sourceUrl({ address, kind, commit, path, line }: SourcePlace): string | undefined {
  const page = findPage({ address, kind })
  if (page === undefined) return undefined
  const file = path === '.' ? '' : path.split('/').map(encodeURIComponent).join('/')
  const inside = file === '' ? '' : `/${file}`
  const at = encodeURIComponent(commit)
  const { base } = page
  switch (page.kind) {
    case 'github':
      return `${base}/${line === undefined ? 'tree' : 'blob'}/${at}${inside}${line === undefined ? '' : `#L${line}`}`
    case 'bitbucket-cloud':
      return `${base}/src/${at}${inside || '/'}${line === undefined ? '' : `#lines-${line}`}`
    case 'bitbucket-data-center':
      return `${base}/browse${inside}?at=${at}${line === undefined ? '' : `#${line}`}`
  }
}

/** The page of a commit; `undefined` as for {@link sourceUrl}. */
export function commitUrl({ commit, ...place }: HostedAddress & { readonly commit: string }) {
  const page = findPage(place)
  if (page === undefined) return undefined
  return `${page.base}/${page.kind === 'github' ? 'commit' : 'commits'}/${encodeURIComponent(commit)}`
}

/** The page of the repository, which is not the address to clone it from; `undefined` as for {@link sourceUrl}. */
export function repositoryUrl(place: HostedAddress): string | undefined {
  const page = findPage(place)
  return page?.kind === 'bitbucket-data-center' ? `${page.base}/browse` : page?.base
}

interface RepositoryPage {
  readonly kind: Exclude<ScmKind, 'local-git'>
  /** How the addresses of all of its pages begin. */
  readonly base: string
}

function findPage({ address, kind }: HostedAddress): RepositoryPage | undefined {
  const url = parseAddress(address)
  if (url === undefined) return undefined
  const { protocol, host, hostname, pathname } = url
  const parts = pathname
    .replace(/\.git\/?$/, '')
    .split('/')
    .filter(Boolean)
  const place = findDataCenter(parts, kind)
  if (place !== undefined) {
    const base = `${protocol}//${host}/${[...place.before, ...place.repository].join('/')}`
    return { kind: 'bitbucket-data-center', base }
  }
  const [owner, name, ...rest] = parts
  if (owner === undefined || name === undefined || rest.length > 0) return undefined
  const base = `${protocol}//${host}/${owner}/${name}`
  const known = kind ?? guessKind(hostname)
  return known === 'github' || known === 'bitbucket-cloud' ? { kind: known, base } : undefined
}

function guessKind(hostname: string): ScmKind | undefined {
  if (hostname === 'bitbucket.org') return 'bitbucket-cloud'
  return /(?:^|\.|-)github(?:\.|-|$)/.test(hostname) ? 'github' : undefined
}

/** `https://…`, `ssh://git@…`, or `git@host:owner/name`, as the web address of the host. */
function parseAddress(address: string): URL | undefined {
  const scp = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(address)
  const text = scp === null ? address : `ssh://${scp[1]}/${scp[2]}`
  const url = URL.parse(text)
  if (url === null) return undefined
  if (url.protocol === 'ssh:' || url.protocol === 'git:')
    return URL.parse(`https://${url.hostname}${url.pathname}`) ?? undefined
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined
}

/** Addresses of Bitbucket Data Center: `…/scm/KEY/name` to clone, `…/projects/KEY/repos/name` to look at, `ssh://…/KEY/name`. */
function findDataCenter(parts: readonly string[], kind: ScmKind | undefined) {
  if (kind !== undefined && kind !== 'bitbucket-data-center') return undefined
  const project = parts.length - 4
  const [projects, key, repos, name] = parts.slice(project)
  if (project >= 0 && projects === 'projects' && repos === 'repos' && key !== undefined && name !== undefined)
    return { before: parts.slice(0, project), repository: ['projects', key, 'repos', name] }
  const clone = parts.length - 3
  const [scm, cloneKey, cloneName] = parts.slice(clone)
  if (clone >= 0 && scm === 'scm' && cloneKey !== undefined && cloneName !== undefined)
    return { before: parts.slice(0, clone), repository: pageOf(cloneKey, cloneName) }
  const [sshKey, sshName, ...rest] = parts
  if (kind === undefined || sshKey === undefined || sshName === undefined || rest.length > 0) return undefined
  return { before: [], repository: pageOf(sshKey, sshName) }
}

function pageOf(key: string, name: string): readonly string[] {
  const owner = key.startsWith('~') ? ['users', key.slice(1)] : ['projects', key.toUpperCase()]
  return [...owner, 'repos', name]
}
