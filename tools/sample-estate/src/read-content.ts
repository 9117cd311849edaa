import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** Paths (with `/`) and bytes of files. */
export type FileTree = ReadonlyMap<string, Buffer>

/** What a repository's history is made of; see {@link SampleHistory}. */
export interface RepositoryContent {
  readonly present: FileTree
  /** Paths start with the slug of the commit. */
  readonly earlier: FileTree
}

const root = join(import.meta.dirname, '..')

/** Reads the present and the earlier files of a sample repository. */
export async function readContent(repository: string): Promise<RepositoryContent> {
  const [present, earlier] = await Promise.all([
    readFileTree(join(root, 'repositories', repository)),
    readFileTree(join(root, 'history', repository)),
  ])
  return { present, earlier }
}

async function readFileTree(directory: string): Promise<FileTree> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const pairs = files.map(
    async (file) => [relative(directory, file).split(sep).join('/'), await readFile(file)] as const,
  )
  return new Map(await Promise.all(pairs))
}
