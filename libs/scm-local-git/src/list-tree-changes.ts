import type { CommitRange, TreeChange } from '@groundplan/scm'
import type { Git } from './git.ts'
import { kindOfMode } from './git-objects.ts'

/** The paths below a folder at which the trees of two commits differ, in path order. A renamed file is two changes. */
export async function listTreeChanges(
  git: Git,
  { from, to }: CommitRange,
  folder: string,
): Promise<readonly TreeChange[]> {
  const flags = ['-r', '-z', '--raw', '--no-renames', '--no-abbrev']
  const printed = await git.run('diff-tree', ...flags, from, to, '--', `:(literal)${folder}`)
  // Each change is `:<modes and ids> <status>`, then its path.
  const parts = printed.split('\0')
  return parts.flatMap((facts, index) => {
    const match = /^:\d{6} (\d{6}) [0-9a-f]+ ([0-9a-f]+) [A-Z]/.exec(facts)
    const path = parts[index + 1]
    if (index % 2 === 1 || match === null || path === undefined) return []
    const [, mode = '', blobId = ''] = match
    return [{ path, entry: mode === '000000' ? undefined : { path, kind: kindOfMode(mode), blobId } }]
  })
}
