import { randomUUID } from 'node:crypto'
import type { ChangeSet } from '@groundplan/change-set'
import type { CommitAuthor } from '@groundplan/scm'
import type { Git } from './git.ts'

export interface FastImportCommit {
  /** Full name of the ref that gets the commit. */
  readonly ref: string
  /** Commit before it, if any. */
  readonly parent: string | undefined
  /** Second parent. */
  readonly merged?: string | undefined
  /** Tree that the changes are made to; the parent's if absent. */
  readonly tree?: string | undefined
  readonly changes: ChangeSet
  readonly message: string
  readonly author: CommitAuthor
  /** The author, if absent. */
  readonly committer?: CommitAuthor | undefined
  readonly date: Date
}

/** Creates a commit and points its ref at it, regardless of the ref's previous position. Returns the commit ID. */
export async function writeCommit(git: Git, commit: FastImportCommit): Promise<string> {
  const [id = ''] = await feedFastImport(git, [printCommit(commit, 1)])
  return id
}

/** A commit held by its own temporary ref. */
export interface HeldCommit {
  readonly commit: string
  readonly ref: string
}

/** Creates a commit held by its own temporary ref. */
export async function holdCommit(git: Git, commit: Omit<FastImportCommit, 'ref'>): Promise<HeldCommit> {
  const ref = newHeldRef()
  return { commit: await writeCommit(git, { ref, ...commit }), ref }
}

function newHeldRef(): string {
  return `refs/written/${randomUUID()}`
}

/** Creates unreferenced commits, which git keeps for two weeks. Returns their IDs in the same order. */
export async function writeUnreferencedCommits(
  git: Git,
  commits: readonly Omit<FastImportCommit, 'ref'>[],
): Promise<readonly string[]> {
  if (commits.length === 0) return []
  const ref = newHeldRef()
  const input = commits.map((commit, index) => printCommit({ ref, ...commit }, index + 1))
  const printed = await feedFastImport(git, input)
  await git.run('update-ref', '-d', ref)
  return printed
}

/** Writes the trees that commits would have. Returns their IDs in the same order; the commits themselves are left to git's tidying. */
export async function writeTrees(
  git: Git,
  commits: readonly Omit<FastImportCommit, 'ref'>[],
): Promise<readonly string[]> {
  const ref = newHeldRef()
  const input = commits.map((commit, index) =>
    Buffer.concat([printCommit({ ref, ...commit }, index + 1), Buffer.from(`ls :${index + 1} ""\n`)]),
  )
  const printed = await feedFastImport(git, input)
  await git.run('update-ref', '-d', ref)
  return printed.flatMap((line) => /^040000 tree ([0-9a-f]+)\s*$/.exec(line)?.[1] ?? [])
}

/** What `git fast-import` reads: one process writes blobs, trees, commits and refs at once, and prints the commits. */
async function feedFastImport(git: Git, commits: readonly Buffer[]): Promise<readonly string[]> {
  const flags = ['--quiet', '--done', '--force', '--date-format=raw']
  const input = Buffer.concat([...commits, Buffer.from('done\n')])
  return (await git.feed(input, 'fast-import', ...flags)).toString('utf8').trim().split('\n')
}

/** One commit as `git fast-import` reads it. */
function printCommit(commit: FastImportCommit, mark: number): Buffer {
  const { ref, parent, merged, tree, changes, message, author, committer = author, date } = commit
  const stamp = ({ name, email }: CommitAuthor) =>
    `${name} <${email}> ${Math.floor(date.getTime() / 1000)} +0000`
  const parts = [
    Buffer.from(`reset ${ref}\n${parent === undefined ? '' : `from ${parent}\n`}\n`),
    Buffer.from(`commit ${ref}\nmark :${mark}\nauthor ${stamp(author)}\ncommitter ${stamp(committer)}\n`),
    data(message),
    ...(parent === undefined ? [] : [Buffer.from(`from ${parent}\n`)]),
    ...(merged === undefined ? [] : [Buffer.from(`merge ${merged}\n`)]),
    ...(tree === undefined ? [] : [Buffer.from(`M 040000 ${tree} ""\n`)]),
    ...changes.map((change) =>
      change.kind === 'delete'
        ? Buffer.from(`D ${quotePath(change.path)}\n`)
        : Buffer.concat([Buffer.from(`M 100644 inline ${quotePath(change.path)}\n`), data(change.content)]),
    ),
    Buffer.from(`\nget-mark :${mark}\n`),
  ]
  return Buffer.concat(parts)
}

function data(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')])
}

function quotePath(path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`
}
