import { moveRef } from '../git/refs.ts'
import { runGit } from '../git/run-git.ts'
import type { Account } from './account.ts'
import { branchTip, nextCommitDate } from './find-in-repository.ts'
import { followRefs } from './follow-refs.ts'
import { Refusal } from './refusal.ts'
import type { Repository } from './repository.ts'
import type { World } from './world.ts'

/** Force-pushes one commit with the same files to the default branch, and collects the old ones as hosts do some day. */
export function rewriteHistory(world: World, repository: Repository, by: Account): Promise<string> {
  const { directory, defaultBranch } = repository
  return world.exclusively(repository, async () => {
    const tip = branchTip(repository, defaultBranch)
    if (tip === undefined) throw new Refusal('branch-missing')
    const date = `${nextCommitDate(repository).getTime() / 1000} +0000`
    const env = {
      ...{ GIT_AUTHOR_NAME: by.name, GIT_AUTHOR_EMAIL: by.email, GIT_AUTHOR_DATE: date },
      ...{ GIT_COMMITTER_NAME: by.name, GIT_COMMITTER_EMAIL: by.email, GIT_COMMITTER_DATE: date },
    }
    const commit = await runGit(directory, ['commit-tree', `${tip}^{tree}`], { env, input: 'Begin anew\n' })
    await moveRef(directory, `refs/heads/${defaultBranch}`, commit)
    await followRefs(world, repository, by)
    await runGit(directory, ['gc', '--quiet', '--prune=now'])
    return commit
  })
}
