import { ConflictError } from '@groundplan/errors'
import type { CommitAuthor, PullRequestMerge } from '@groundplan/scm'
import type { Git } from '../git.ts'
import { mergeCommits } from '../merge-commits.ts'
import type { PullRequestStore } from './pull-request-store.ts'
import type { StoredPullRequest } from './stored-pull-request.ts'

export interface MergeSetting {
  readonly git: Git
  readonly store: PullRequestStore
  /** Who merges. */
  readonly author: CommitAuthor
  /** The repository's folder, for messages. */
  readonly address: string
  /** The repository's own, which says whether it has a work tree. */
  readonly configFile: string
}

/** Merges with a merge commit, which the base branch gets in the same transaction as the pull request its new state. */
export async function mergePullRequest(setting: MergeSetting, merge: PullRequestMerge): Promise<string> {
  let merged = ''
  await setting.store.change(merge.number, async (stored) => {
    requireMergeable(stored, merge)
    const { base, branch, number } = stored
    const ref = `refs/heads/${base}`
    await requireNotCheckedOut(setting, ref)
    const onto = (await setting.git.run('rev-parse', '--verify', ref)).trim()
    const { author } = setting
    const { commit, message } = merge
    const result = await mergeCommits(setting.git, { onto, commit, message, author })
    if (result.kind === 'conflict') {
      throw new ConflictError(`The branch ${branch} conflicts with ${base} in ${result.files.join(', ')}.`, {
        details: { files: result.files, number },
      })
    }
    merged = result.commit
    const ended = { status: 'merged', mergeCommit: merged, endedBy: author.name } as const
    return {
      to: { ...stored, ...ended, endedAt: new Date().toISOString() },
      refs: [{ ref, to: merged, from: onto }],
    }
  })
  return merged
}

function requireMergeable(
  { number, status, draft, commit }: StoredPullRequest,
  merge: PullRequestMerge,
): void {
  if (status !== 'open') throw new ConflictError(`Pull request ${number} is ${status}.`)
  if (draft) throw new ConflictError(`Pull request ${number} is a draft.`)
  if (commit !== merge.commit)
    throw new ConflictError(`The branch of pull request ${number} has changed.`, {
      hint: 'Review it again before you decide.',
      details: { reason: 'changed' },
    })
}

/** To move a branch under the feet of those who have it checked out would make their work tree look changed. */
async function requireNotCheckedOut({ git, address, configFile }: MergeSetting, ref: string): Promise<void> {
  const reading = ['--file', configFile, '--no-includes', '--bool', '--default', 'false']
  const isBare = (await git.run('config', ...reading, 'core.bare')).trim() === 'true'
  if (isBare || (await git.ask('symbolic-ref', '--quiet', 'HEAD')) !== ref) return
  throw new ConflictError(
    `Cannot update ${ref.slice('refs/heads/'.length)}: it is checked out in ${address}.`,
    {
      hint: 'Use a bare repository (`git clone --bare`), or check out another branch in it.',
    },
  )
}
