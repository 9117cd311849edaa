import { ConflictError } from '@groundplan/errors'
import type { NewPullRequest, PullRequest } from '@groundplan/scm'
import type { ReviewHost } from '../review-host.ts'

export interface OpenOptions {
  readonly isDone: (over: PullRequest) => boolean | Promise<boolean>
  /** Called if it has been opened here, and nobody knows it yet. */
  readonly onOpened?: (() => void) | undefined
}

/**
 * Opens a pull request, unless its branch has one. One that people have merged or closed is answered as it is, unless the caller is
 * done with it: then one that was closed is opened again. However many do this at once, there is one pull request.
 */
export async function openOrFindPullRequest(
  request: NewPullRequest,
  { pullRequests, repository }: Pick<ReviewHost, 'pullRequests' | 'repository'>,
  { isDone, onOpened }: OpenOptions,
): Promise<PullRequest> {
  const find = async () => {
    const all = await pullRequests.listPullRequests(repository, { status: 'any', branch: request.branch })
    // Of several, which some hosts allow, the oldest is the one that people know.
    return all.findLast(({ state }) => state.status === 'open') ?? all[0]
  }
  const before = await find()
  if (before !== undefined && (before.state.status === 'open' || !(await isDone(before)))) return before
  if (before?.state.status === 'closed') {
    const again = await unlessConflict(() => pullRequests.reopenPullRequest(repository, before.number))
    if (again !== undefined) return again
  }
  try {
    const opened = await pullRequests.openPullRequest(repository, request)
    onOpened?.()
    return opened
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error
    // Another importer was faster.
    const found = await find()
    if (found?.state.status === 'open') return found
    throw error
  }
}

async function unlessConflict<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ConflictError) return undefined
    throw error
  }
}
