import { listTips } from './branch-tips.ts'
import type { Git } from './git.ts'

/** Does what may take branches away or put them elsewhere, and keeps the commits that they had readable. */
export async function keepClosed(git: Git, directory: string, change: () => Promise<void>): Promise<void> {
  const before = await listTips(git, directory)
  await change()
  const after = await listTips(git, directory)
  const changed = [...before].filter(([branch, tip]) => after.get(branch) !== tip)
  for (const [branch, tip] of changed) {
    const now = after.get(branch)
    if (now === undefined || !(await isAncestor(git, tip, now))) await keepReadable(git, tip)
  }
}

/** Keeps a commit from being collected as garbage. */
export async function keepReadable(git: Git, commit: string): Promise<void> {
  await git.run('update-ref', `refs/closed/${commit}`, commit)
}

async function isAncestor(git: Git, ancestor: string, commit: string): Promise<boolean> {
  return (await git.ask('rev-list', '-1', ancestor, `^${commit}`)) === undefined
}
