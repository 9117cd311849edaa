import type { RepositorySnapshot, TreeEntry } from '@groundplan/scm'
import { isModuleFile } from './is-module-file.ts'

/** An entry of a tree; a link to a file of the repository counts as that file. */
export interface ModuleEntry extends TreeEntry {
  /** Path of the file that a link leads to. */
  readonly linksTo?: string | undefined
}

/** Most links of one repository that are followed, and the longest text that is taken for a path, in bytes. */
const limits = { links: 10_000, path: 4096 }

/** As many links in a row as Linux follows. */
const maximumHops = 40

/**
 * Every entry of a snapshot's tree, with the links among module files followed, as Terraform follows them: directories on the way
 * may be links too. What leads out of the repository or nowhere stays a link.
 */
export async function listModuleEntries(snapshot: RepositorySnapshot): Promise<readonly ModuleEntry[]> {
  const entries = await snapshot.listEntries()
  if (!entries.some(({ kind, path }) => kind === 'symlink' && isModuleFile(path))) return entries
  const targets = await readLinks(snapshot, entries)
  const files = new Map(entries.filter(({ kind }) => kind === 'file').map((entry) => [entry.path, entry]))
  return entries.map((entry) => {
    if (entry.kind !== 'symlink' || !isModuleFile(entry.path)) return entry
    const linksTo = followLink(entry.path, targets)
    const file = linksTo === undefined ? undefined : files.get(linksTo)
    return file === undefined ? entry : { path: entry.path, kind: 'file', blobId: file.blobId, linksTo }
  })
}

/** What each link of a tree says, by the link's path; those beyond the limits are left out. */
export async function readLinks(
  snapshot: RepositorySnapshot,
  entries: readonly ModuleEntry[],
): Promise<ReadonlyMap<string, string>> {
  const links = entries.filter(({ kind }) => kind === 'symlink').slice(0, limits.links)
  if (links.length === 0) return new Map()
  const blobs = await snapshot.readBlobs(links.map(({ blobId }) => blobId))
  return new Map(
    links.flatMap(({ path, blobId }) => {
      const bytes = blobs.get(blobId)
      return bytes === undefined || bytes.length > limits.path
        ? []
        : [[path, new TextDecoder().decode(bytes)] as const]
    }),
  )
}

/**
 * Where a path leads when all links in it are followed; `undefined` if that is outside the repository or a circle. `onLink` gets the
 * path of each link on the way.
 */
export function followLink(
  path: string,
  targets: ReadonlyMap<string, string>,
  onLink: (path: string) => void = () => {},
): string | undefined {
  let hops = 0
  const resolved: string[] = []
  const waiting = path.split('/').reverse()
  for (let segment = waiting.pop(); segment !== undefined; segment = waiting.pop()) {
    if (segment === '' || segment === '.') continue
    if (segment === '..') {
      if (resolved.pop() === undefined) return undefined
      continue
    }
    const own = [...resolved, segment].join('/')
    const target = targets.get(own)
    if (target === undefined) resolved.push(segment)
    else {
      hops += 1
      onLink(own)
      if (target.startsWith('/') || hops > maximumHops) return undefined
      waiting.push(...target.split('/').reverse())
    }
  }
  return resolved.join('/')
}
