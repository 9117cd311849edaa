import { ExternalServiceError } from '@groundplan/errors'
import type { RuledCommit, SigningKey } from '@groundplan/scm'
import type { Git } from './git.ts'
import { withSigning } from './signing/with-signing.ts'
import { commitTree } from './write-ruled-commits.ts'

export interface CommitMerge extends RuledCommit {
  /** Commit into which the other one is merged. */
  readonly onto: string
  readonly commit: string
  /** Signs the merge. */
  readonly key?: SigningKey | undefined
}

export type CommitMergeResult =
  | { readonly kind: 'merged'; readonly commit: string }
  | { readonly kind: 'conflict'; readonly files: readonly string[] }

/**
 * Creates a merge commit without a work tree: does not check out files, run hooks, filters or merge drivers, or move branches.
 * Requires git 2.38.
 */
export async function mergeCommits(
  git: Git,
  directory: string,
  { onto, commit, key, ...ruled }: CommitMerge,
): Promise<CommitMergeResult> {
  const merged = await mergeTrees(git, onto, commit)
  if (merged.kind === 'conflict') return merged
  const made = { ...ruled, tree: merged.tree, parent: onto, merged: commit, date: new Date() }
  const id =
    key === undefined
      ? await commitTree(made, { directory, signing: undefined })
      : await withSigning(key, (signing) => commitTree(made, { directory, signing }))
  return { kind: 'merged', commit: id }
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
