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
  readonly changes: ChangeSet
  readonly message: string
  readonly author: CommitAuthor
  readonly date: Date
}

/** Makes one commit and points its ref at it, wherever the ref pointed before. Returns the commit's id. */
export async function writeCommit(git: Git, commit: FastImportCommit): Promise<string> {
  const flags = ['--quiet', '--done', '--force', '--date-format=raw']
  const printed = await git.feed(printFastImport(commit), 'fast-import', ...flags)
  return printed.toString('utf8').trim()
}

/** A commit with a ref of its own, until it gets a better one. */
export interface HeldCommit {
  readonly commit: string
  readonly ref: string
}

/** Makes one commit that only a ref of its own has yet. */
export async function holdCommit(git: Git, commit: Omit<FastImportCommit, 'ref'>): Promise<HeldCommit> {
  const ref = `refs/written/${randomUUID()}`
  return { commit: await writeCommit(git, { ref, ...commit }), ref }
}

/** Makes one commit that no ref has yet; git keeps it for two weeks. Returns its id. */
export async function writeUnreferencedCommit(
  git: Git,
  commit: Omit<FastImportCommit, 'ref'>,
): Promise<string> {
  const held = await holdCommit(git, commit)
  await git.run('update-ref', '-d', held.ref)
  return held.commit
}

/** One commit as `git fast-import` reads it: one process writes blobs, trees, commit and ref at once. */
export function printFastImport(commit: FastImportCommit): Buffer {
  const { ref, parent, merged, changes, message, author, date } = commit
  const stamp = `${author.name} <${author.email}> ${Math.floor(date.getTime() / 1000)} +0000`
  const parts = [
    Buffer.from(`reset ${ref}\n${parent === undefined ? '' : `from ${parent}\n`}\n`),
    Buffer.from(`commit ${ref}\nmark :1\nauthor ${stamp}\ncommitter ${stamp}\n`),
    data(message),
    ...(parent === undefined ? [] : [Buffer.from(`from ${parent}\n`)]),
    ...(merged === undefined ? [] : [Buffer.from(`merge ${merged}\n`)]),
    ...changes.map((change) =>
      change.kind === 'delete'
        ? Buffer.from(`D ${quotePath(change.path)}\n`)
        : Buffer.concat([Buffer.from(`M 100644 inline ${quotePath(change.path)}\n`), data(change.content)]),
    ),
    Buffer.from('\nget-mark :1\ndone\n'),
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
