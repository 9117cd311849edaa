import type { BlueprintChange } from '@groundplan/blueprint'
import type { ReviewRepository } from '@groundplan/scm'
import { diffTexts } from '../diff-texts.ts'
import { readTextsAt } from '../file-texts.ts'
import { readBranch } from '../read-branch.ts'

/** What one update of a branch changed in what was generated before. */
export interface BranchUpdate {
  /** The generated commit before, which is what reviewers have seen, and the one that replaced it. */
  readonly from: string
  readonly to: string
  readonly blueprints: readonly UpdatedBlueprint[]
}

export interface UpdatedBlueprint {
  readonly blueprint: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly changes: readonly BlueprintChange[]
}

/** How many updates are told of. */
const mostUpdates = 3

/** The last updates of a branch, the newest first, as its commits have them; none while it has its first state. */
export async function listUpdates(
  tip: string,
  repository: ReviewRepository,
): Promise<readonly BranchUpdate[]> {
  const { generated } = await readBranch(tip, repository)
  if (generated === undefined) return []
  const own = new Map((await repository.listOwnCommits(generated)).map((each) => [each.commit, each]))
  const updates: BranchUpdate[] = []
  let commit: string = generated
  while (updates.length < mostUpdates) {
    const before = own.get(commit)?.parents[0]
    if (before === undefined || !own.has(before)) return updates
    updates.push({ from: before, to: commit, blueprints: await compare(before, commit, repository) })
    commit = before
  }
  return updates
}

async function compare(
  from: string,
  to: string,
  repository: ReviewRepository,
): Promise<readonly UpdatedBlueprint[]> {
  const paths = (await repository.listChanges({ from, to }, 'blueprints')).map(({ path }) => path)
  const files = paths.filter((path) => namePattern.test(path))
  const [before, after] = [
    await readTextsAt(from, files, repository),
    await readTextsAt(to, files, repository),
  ]
  return files.map((path) => {
    const blueprint = namePattern.exec(path)?.[1] ?? path
    const [old, now] = [before.get(path), after.get(path)]
    const kind = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed'
    return { blueprint, kind, changes: diffTexts(path, old, now) }
  })
}

const namePattern = /^blueprints\/([^/]+)\.yaml$/
