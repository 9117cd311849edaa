import type { PathSelection } from '@groundplan/scm'
import type { Git } from '../git.ts'
import { HistoryWalk } from './history-walk.ts'
import { readHistory } from './read-history.ts'

/** Limits and step sizes of a walk. */
export interface HistoryLimits {
  /** Commits that are compared with their parents. */
  readonly commits: number
  /** What git may print about changed paths, in bytes. */
  readonly bytes: number
  /** Commits that are listed at a time, first and at most. */
  readonly page: readonly [first: number, most: number]
  /** Commits that are compared at a time, first and at most. */
  readonly chunk: readonly [first: number, most: number]
}

export const historyLimits: HistoryLimits = {
  commits: 2_000_000,
  bytes: 2_000_000_000,
  page: [4_096, 65_536],
  chunk: [64, 4_096],
}

/** A chunk for which git prints more than this is followed by a smaller one, in bytes. */
const largeOutput = 8_000_000

/**
 * For each selection the commit that `git rev-list -1 <commit> -- <paths>` prints, found in one walk for all of them; `commit`
 * itself where nothing ever touched the paths, `undefined` where the walk reached its limit.
 */
export async function findLastChanges(
  git: Git,
  commit: string,
  selections: readonly PathSelection[],
  limits: HistoryLimits = historyLimits,
): Promise<readonly (string | undefined)[]> {
  const walk = new HistoryWalk(git, commit, selections)
  let [page] = limits.page
  let [chunk] = limits.chunk
  let [commits, bytes] = [0, 0]
  while (walk.pending.size > 0) {
    const history = await readHistory(git, [...walk.pending.keys()], page)
    while (walk.pending.keys().some((id) => history.commits.has(id))) {
      const step = await walk.advance(history, chunk)
      commits += step.commits
      bytes += step.bytes
      if (commits > limits.commits || bytes > limits.bytes) return walk.answers
      chunk = step.bytes > largeOutput ? Math.max(1, chunk >> 2) : Math.min(chunk * 4, limits.chunk[1])
    }
    page = Math.min(page * 4, limits.page[1])
  }
  return walk.answers
}
