import type { ReviewRepository } from '@groundplan/scm'
import type { BranchPlan } from './apply-branch.ts'
import { generatedCommitOf, type DescribedTask } from './generated-commit.ts'
import type { PreparedCommit } from './write-branch.ts'

/**
 * Makes the commits of new branches ahead, with one process for all: `applyBranch` then only points the branches at them. By branch;
 * those that are not new are left out.
 */
export async function prepareBranches(
  plans: readonly BranchPlan[],
  { repository, now }: { readonly repository: ReviewRepository; readonly now: () => Date },
): Promise<ReadonlyMap<string, PreparedCommit>> {
  const isNew = ({ actions, leaving }: BranchPlan) =>
    leaving.length === 0 && actions.every(({ previous, type }) => previous === undefined && type === 'new')
  const fresh = plans.filter(isNew)
  // One by itself is made as quickly where it is put on its branch.
  if (fresh.length < 2) return new Map()
  const parent = (await repository.readHead()).commit
  const commits = fresh.map(({ actions }) =>
    generatedCommitOf({ ...toTask(actions), date: now(), dropped: [] }, new Map(), parent),
  )
  const ids = await repository.writeCommits(commits)
  return new Map(
    fresh.flatMap(({ branch }, index) => {
      const [id, commit] = [ids[index], commits[index]]
      return id === undefined || commit === undefined ? [] : [[branch, { id, commit }] as const]
    }),
  )
}

/** Nothing is there yet, so nothing has changed. */
function toTask(actions: BranchPlan['actions']): DescribedTask {
  const parts = actions.map(({ draft, type }) => {
    return { part: { draft, kind: type }, changes: [], isRenewed: false }
  })
  return { parts, removed: [] }
}
