import { InputError } from '@groundplan/errors'
import type { TreeEntry } from '@groundplan/scm'
import type { Git } from './git.ts'

/** Maximum number of files in a commit. */
const maximumEntries = 1_000_000

/** Lists all entries of a commit's tree, in path order. Does not need blobs. Throws InputError if there are more than a million. */
export async function listTree(
  git: Git,
  commit: string,
  maximumCount: number = maximumEntries,
): Promise<readonly TreeEntry[]> {
  const printed = await git.run('ls-tree', '-r', '-z', '--full-tree', commit)
  return parseTree(printed, commit, maximumCount)
}

/** How many paths one command is given: the operating system limits its arguments. */
const pathsAtOnce = 500

/** The entries at these paths, in no particular order. */
export async function listTreeAt(
  git: Git,
  commit: string,
  paths: readonly string[],
): Promise<readonly TreeEntry[]> {
  const entries: TreeEntry[] = []
  for (let start = 0; start < paths.length; start += pathsAtOnce) {
    const some = paths.slice(start, start + pathsAtOnce)
    const printed = await git.run('ls-tree', '-z', '--full-tree', commit, '--', ...some)
    entries.push(...parseTree(printed, commit, maximumEntries))
  }
  // Of a folder git also lists what is in it.
  const wanted = new Set(paths)
  return entries.filter(({ path }) => wanted.has(path))
}

function parseTree(printed: string, commit: string, maximumCount: number): readonly TreeEntry[] {
  const lines = printed.split('\0', maximumCount + 2)
  if (lines.length > maximumCount + 1) {
    throw new InputError(`The commit ${commit} has more than ${maximumCount} files.`, {
      hint: 'Import a repository with fewer files.',
    })
  }
  return lines.flatMap((line) => {
    const match = /^(\d{6}) (?!tree)\w+ ([0-9a-f]+)\t([\s\S]+)$/.exec(line)
    if (match === null) return []
    const [, mode = '', blobId = '', path = ''] = match
    return [{ path, kind: kindOfMode(mode), blobId }]
  })
}

/** What a mode in a tree says, other than that of a folder. */
export function kindOfMode(mode: string): TreeEntry['kind'] {
  return mode === '120000' ? 'symlink' : mode === '160000' ? 'submodule' : 'file'
}

/** Sizes in bytes by blob id, through one `git cat-file --batch-check`; those that are not here are left out. */
export async function readSizes(git: Git, blobIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (blobIds.length === 0) return new Map()
  const printed = await git.feed(`${blobIds.join('\n')}\n`, 'cat-file', '--batch-check')
  const rows = printed.toString('latin1').split('\n')
  return new Map(
    rows.flatMap((row) => {
      const [id = '', type, size] = row.split(' ')
      return type === 'blob' ? [[id, Number(size)] as const] : []
    }),
  )
}

/** Contents by blob id, through one `git cat-file --batch`. */
export async function readObjects(
  git: Git,
  blobIds: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const ids = [...new Set(blobIds)]
  const contents = new Map<string, Uint8Array>()
  if (ids.length === 0) return contents
  const printed = await git.feed(`${ids.join('\n')}\n`, 'cat-file', '--batch')
  let offset = 0
  while (offset < printed.length) {
    const end = printed.indexOf(0x0a, offset)
    const [id = '', type, size = '0'] = printed.toString('latin1', offset, end).split(' ')
    offset = end + 1
    if (type === 'missing') continue
    contents.set(id, printed.subarray(offset, offset + Number(size)))
    offset += Number(size) + 1
  }
  return contents
}
