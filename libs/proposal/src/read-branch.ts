import type { ReviewRepository } from '@groundplan/scm'

/** What a proposal's branch holds, as its commits tell. */
export interface BranchState {
  /** The newest commit on it that holds what was generated and nothing else. */
  readonly generated: string | undefined
  /** True if anybody but the generator has commits on it. */
  readonly hasPeople: boolean
}

/** Reads who did what on a branch since it left the default branch. What is merged or not there holds nothing. */
export async function readBranch(
  tip: string | undefined,
  repository: Pick<ReviewRepository, 'listOwnCommits'>,
): Promise<BranchState> {
  if (tip === undefined) return { generated: undefined, hasPeople: false }
  const commits = await repository.listOwnCommits(tip)
  const newest = commits.find(({ isGenerated }) => isGenerated)
  // A commit of ours that merges has what was generated as its second parent.
  return {
    generated: newest && (newest.parents[1] ?? newest.commit),
    hasPeople: !commits.every(({ isGenerated }) => isGenerated),
  }
}
