import type { Actor } from '@groundplan/actor'
import type { ReviewRepository } from '@groundplan/scm'
import { blueprintPaths } from './file-texts.ts'
import type { Proposal } from './proposal.ts'
import { findRenamed } from './follow-renames.ts'

export interface Merge {
  readonly by: Actor
  readonly at: Date
  /** On the default branch. */
  readonly commit: string
}

/**
 * What becomes of proposals whose branch was merged: approved, but for those that a reviewer had taken off the branch before. That
 * is, a blueprint is there afterwards or, if the proposal retires it, not. One whose file was renamed has its new name.
 */
export async function afterMerge(
  proposals: readonly Proposal[],
  { by, at, commit }: Merge,
  { repository, now }: { readonly repository: ReviewRepository; readonly now: () => Date },
): Promise<readonly Proposal[]> {
  // A host may tell of a commit that nobody can get any more.
  const isKnown = (await repository.findBase(commit)) !== undefined
  const paths = proposals.map(({ blueprint }) => blueprintPaths(blueprint).blueprint)
  const entries = isKnown ? await repository.readEntries(commit, paths) : undefined
  const merged = entries && new Set(entries.map(({ path }) => path))
  const reason = 'It was removed from the branch before the merge.'
  const isTakenOff = ({ blueprint, kind }: Proposal) =>
    merged !== undefined && merged.has(blueprintPaths(blueprint).blueprint) === (kind === 'retirement')
  const decided: Proposal[] = []
  for (const proposal of proposals) {
    const isGone = isTakenOff(proposal)
    const renamed =
      isGone && proposal.kind !== 'retirement' ? await findRenamed(proposal, commit, repository) : undefined
    const isApproved = !isGone || renamed !== undefined
    decided.push({
      ...proposal,
      blueprint: renamed ?? proposal.blueprint,
      updatedAt: now(),
      state: isApproved ? { status: 'approved', by, at, commit } : { status: 'rejected', by, at, reason },
    })
  }
  return decided
}
