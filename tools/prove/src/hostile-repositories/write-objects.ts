import { runProgram } from '@groundplan/process'

/** One entry of a tree, as `git mktree` takes it. */
export interface HostileEntry {
  readonly mode: '100644' | '120000' | '040000' | '160000'
  readonly id: string
  readonly name: string | Uint8Array
}

const types = { '100644': 'blob', '120000': 'blob', '040000': 'tree', '160000': 'commit' } as const

/** Writes a blob and returns its id. */
export function writeBlob(repository: string, content: string | Uint8Array): Promise<string> {
  return feed(repository, content, 'hash-object', '-w', '--stdin')
}

/** Writes a tree, whatever its names are, and returns its id. */
export function writeTree(repository: string, entries: readonly HostileEntry[]): Promise<string> {
  const lines = entries.flatMap(({ mode, id, name }) => [
    Buffer.from(`${mode} ${types[mode]} ${id}\t`),
    Buffer.from(name),
    Buffer.of(0),
  ])
  return feed(repository, Buffer.concat(lines), 'mktree', '-z', '--missing')
}

/** Makes a commit of a tree the head of `main`. */
export async function commitTree(repository: string, tree: string): Promise<void> {
  const commit = await feed(repository, '', 'commit-tree', '-m', 'change', tree)
  await feed(repository, '', 'update-ref', 'refs/heads/main', commit)
}

/** Has git read a stream of commits, which is the fastest way to many of them. */
export async function fastImport(repository: string, stream: string | Uint8Array): Promise<void> {
  await feed(repository, stream, 'fast-import', '--quiet', '--force')
}

async function feed(
  repository: string,
  input: string | Uint8Array,
  ...args: readonly string[]
): Promise<string> {
  const person = ['-c', 'user.name=Mallory', '-c', 'user.email=mallory@example.com']
  const { exitCode, stdout, stderr } = await runProgram('git', [...person, ...args], {
    cwd: repository,
    input,
  })
  if (exitCode !== 0) throw new Error(`git ${args[0]} ended with ${exitCode}: ${stderr}`)
  return stdout.toString('utf8').trim()
}
