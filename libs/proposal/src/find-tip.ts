import type { ReviewRepository } from '@groundplan/scm'
import type { Proposal } from './proposal.ts'

/**
 * Tip of an open proposal's branch, `undefined` if the branch is gone. Looks at the host if this copy of the repository does not
 * know what was generated last: another server has pushed it.
 */
export async function findTip(
  { branch, generatedCommit }: Pick<Proposal, 'branch' | 'generatedCommit'>,
  repository: Pick<ReviewRepository, 'findBranch' | 'findBase' | 'refresh'>,
): Promise<string | undefined> {
  const tip = await repository.findBranch(branch)
  if (tip !== undefined && (await repository.findBase(generatedCommit)) !== undefined) return tip
  await repository.refresh()
  return repository.findBranch(branch)
}
