import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommitAuthor } from '@groundplan/scm'
import { createGit, type Git } from './git.ts'

export interface WorkTreeMerge {
  /** Commit into which the other one is merged. */
  readonly onto: string
  readonly commit: string
  readonly message: string
  readonly author: CommitAuthor
  /** The repository's address, for messages. */
  readonly address: string
}

export type WorkTreeMergeResult =
  | { readonly kind: 'merged'; readonly commit: string }
  | { readonly kind: 'conflict'; readonly files: readonly string[] }

/** Makes a merge commit in a work tree of its own, which works with every git since 2.5. No branch is moved. */
export async function mergeInWorkTree(repository: Git, merge: WorkTreeMerge): Promise<WorkTreeMergeResult> {
  const parent = await mkdtemp(join(tmpdir(), 'groundplan-merge-'))
  const directory = join(parent, 'tree')
  try {
    await repository.run('worktree', 'add', '--quiet', '--detach', directory, merge.onto)
    return await mergeHere(createGit({ directory, subject: merge.address }), merge)
  } finally {
    await rm(parent, { recursive: true, force: true })
    // What is left of a work tree does no harm: the next prune takes it.
    await repository.run('worktree', 'prune').catch(() => {})
  }
}

async function mergeHere(git: Git, { commit, message, author }: WorkTreeMerge): Promise<WorkTreeMergeResult> {
  const identity = ['-c', `user.name=${author.name}`, '-c', `user.email=${author.email}`]
  const flags = ['--no-ff', '--no-edit', '--no-verify', '--no-verify-signatures']
  try {
    await git.run(...identity, 'merge', ...flags, '-m', message, commit)
  } catch (error) {
    const files = (await git.run('diff', '--name-only', '-z', '--diff-filter=U')).split('\0').filter(Boolean)
    if (files.length > 0) return { kind: 'conflict', files }
    throw error
  }
  return { kind: 'merged', commit: (await git.run('rev-parse', 'HEAD')).trim() }
}
