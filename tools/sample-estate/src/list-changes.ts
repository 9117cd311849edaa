import type { FileTree, RepositoryContent } from './read-content.ts'
import type { SampleCommit } from './sample-history.ts'

/** What one commit does to one path; without content, the path goes. */
export interface FileChange {
  readonly path: string
  readonly content: Buffer | undefined
}

/** The changes of a commit, sorted by path. Throws if the commit adds a path that does not exist. */
export function listChanges(commit: SampleCommit, content: RepositoryContent): readonly FileChange[] {
  const changes = new Map<string, Buffer | undefined>()
  for (const path of commit.remove ?? []) changes.set(path, undefined)
  for (const path of commit.add ?? []) {
    const files = listUnder(content.present, path)
    if (files.length === 0) throw new Error(`${commit.slug} adds ${path}, which does not exist.`)
    for (const [file, bytes] of files) changes.set(file, bytes)
  }
  const folder = `${commit.slug}/`
  for (const [path, bytes] of content.earlier) {
    if (path.startsWith(folder)) changes.set(path.slice(folder.length), bytes)
  }
  return [...changes]
    .map(([path, bytes]) => ({ path, content: bytes }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

function listUnder(tree: FileTree, path: string) {
  return [...tree].filter(([file]) => file === path || file.startsWith(`${path}/`))
}
