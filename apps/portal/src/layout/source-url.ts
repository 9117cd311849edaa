export interface SourcePlace {
  /** The repository's address, as it was imported. */
  readonly address: string
  readonly commit: string
  /** Path in the repository; `.` is its root. */
  readonly path: string
  readonly line?: number | undefined
}

/**
 * The page at the host that shows a file or directory at a commit. Known are github.com and servers of GitHub Enterprise with
 * `github` in their names, bitbucket.org, and Bitbucket Data Center by its addresses; `undefined` for anything else.
 */
export function sourceUrl({ address, commit, path, line }: SourcePlace): string | undefined {
  const url = parseAddress(address)
  if (url === undefined) return undefined
  const { protocol, host, hostname, pathname } = url
  const parts = pathname
    .replace(/\.git\/?$/, '')
    .split('/')
    .filter(Boolean)
  const file = path === '.' ? '' : path.split('/').map(encodeURIComponent).join('/')
  const at = encodeURIComponent(commit)
  const place = findDataCenter(parts)
  if (place !== undefined) {
    const base = `${protocol}//${host}/${[...place.before, ...place.repository].join('/')}`
    return `${base}/browse${file === '' ? '' : `/${file}`}?at=${at}${line === undefined ? '' : `#${line}`}`
  }
  const [owner, name, ...rest] = parts
  if (owner === undefined || name === undefined || rest.length > 0) return undefined
  const base = `${protocol}//${host}/${owner}/${name}`
  const inside = file === '' ? '' : `/${file}`
  if (hostname === 'bitbucket.org')
    return `${base}/src/${at}${inside || '/'}${line === undefined ? '' : `#lines-${line}`}`
  if (!/(?:^|\.|-)github(?:\.|-|$)/.test(hostname)) return undefined
  return `${base}/${line === undefined ? 'tree' : 'blob'}/${at}${inside}${line === undefined ? '' : `#L${line}`}`
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

/** Addresses of Bitbucket Data Center: `…/scm/KEY/name` to clone, `…/projects/KEY/repos/name` to look at. */
function findDataCenter(parts: readonly string[]) {
  const project = parts.length - 4
  const [projects, key, repos, name] = parts.slice(project)
  if (project >= 0 && projects === 'projects' && repos === 'repos' && key !== undefined && name !== undefined)
    return { before: parts.slice(0, project), repository: ['projects', key, 'repos', name] }
  const clone = parts.length - 3
  const [scm, cloneKey, cloneName] = parts.slice(clone)
  if (clone < 0 || scm !== 'scm' || cloneKey === undefined || cloneName === undefined) return undefined
  const owner = cloneKey.startsWith('~') ? ['users', cloneKey.slice(1)] : ['projects', cloneKey.toUpperCase()]
  return { before: parts.slice(0, clone), repository: [...owner, 'repos', cloneName] }
}
