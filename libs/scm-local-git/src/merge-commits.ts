import { ExternalServiceError } from '@groundplan/errors'
import type { CommitAuthor } from '@groundplan/scm'
import type { Git } from './git.ts'

export interface CommitMerge {
  /** Commit into which the other one is merged. */
  readonly onto: string
  readonly commit: string
  readonly message: string
  readonly author: CommitAuthor
}

export type CommitMergeResult =
  | { readonly kind: 'merged'; readonly commit: string }
  | { readonly kind: 'conflict'; readonly files: readonly string[] }

/**
 * Creates a merge commit without a work tree: does not check out files, run hooks, filters or merge drivers, or move branches.
 * Requires git 2.38.
 */
export async function mergeCommits(git: Git, merge: CommitMerge): Promise<CommitMergeResult> {
  const { onto, commit, message, author } = merge
  const merged = await mergeTrees(git, onto, commit)
  if (merged.kind === 'conflict') return merged
  const identity = ['-c', `user.name=${author.name}`, '-c', `user.email=${author.email}`]
  const parents = ['-p', onto, '-p', commit]
  const printed = await git.run(...identity, 'commit-tree', ...parents, '-m', message, merged.tree)
  return { kind: 'merged', commit: printed.trim() }
}

type TreeMerge =
  | { readonly kind: 'merged'; readonly tree: string }
  | { readonly kind: 'conflict'; readonly files: readonly string[] }

async function mergeTrees(git: Git, onto: string, commit: string): Promise<TreeMerge> {
  const flags = ['--write-tree', '-z', '--name-only', '--no-messages']
  try {
    const { isYes, output } = await git.judge('merge-tree', ...flags, onto, commit)
    const [tree = '', ...files] = output.split('\0').filter((part) => part !== '')
    return isYes ? { kind: 'merged', tree } : { kind: 'conflict', files }
  } catch (error) {
    throw error instanceof ExternalServiceError && error.status === 129 ? outdatedGit(error) : error
  }
}

function outdatedGit(cause: unknown): ExternalServiceError {
  return new ExternalServiceError('The installed version of git is too old to merge without a work tree.', {
    service: 'git',
    hint: 'Install git 2.38 or newer.',
    cause,
  })
}
