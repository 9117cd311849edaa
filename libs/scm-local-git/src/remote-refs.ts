import { movedBranch, type BranchRefs, type ExpectedTip } from './branch-refs.ts'
import { readHeadBranch } from './branch-tips.ts'
import { exclusively } from './exclusive.ts'
import type { HeldCommit } from './fast-import.ts'
import { fetchRefs } from './fetch-refs.ts'
import { createGit, type Git } from './git.ts'
import { keepClosed } from './keep-closed.ts'
import { pushRef, type RefPush } from './push-ref.ts'
import type { Remote } from './remote-git.ts'
import { waitForLocks } from './wait-for-locks.ts'

/**
 * Branches at a remote, with a local bare mirror that several processes may share. The mirror follows the remote: a branch moves
 * here once the remote has accepted it.
 */
export class RemoteRefs implements BranchRefs {
  readonly #directory: string
  readonly #remote: Remote
  readonly #git: Git
  #defaultBranch: string | undefined

  constructor(directory: string, remote: Remote) {
    this.#directory = directory
    this.#remote = remote
    this.#git = createGit({ directory, isRepository: true, subject: remote.shown })
  }

  refresh(signal = this.#remote.signal): Promise<void> {
    return this.#exclusively(() => this.#fetch(signal), signal)
  }

  async readDefaultBranch(): Promise<string> {
    this.#defaultBranch ??=
      (await readHeadBranch(this.#directory)) ??
      (await this.#git.run('symbolic-ref', '--short', 'HEAD')).trim()
    return this.#defaultBranch
  }

  async move(branch: string, commit: string | HeldCommit, expected: ExpectedTip): Promise<void> {
    const ref = `refs/heads/${branch}`
    const [id, held] = typeof commit === 'string' ? [commit] : [commit.commit, commit.ref]
    await this.#exclusively(async () => {
      try {
        await this.#push(branch, { ref, commit: id, expected })
      } catch (error) {
        if (held !== undefined) await this.#git.run('update-ref', '-d', held)
        throw error
      }
      const drop = held === undefined ? [] : [`delete ${held}`]
      const change = (lines: readonly string[]) =>
        this.#git.feed(`${lines.join('\n')}\n`, 'update-ref', '--stdin')
      // A branch that is gone at the remote may still be in its way here.
      await change([`update ${ref} ${id}`, ...drop]).catch(async () => {
        await this.#fetch()
        await change(drop)
      })
    })
  }

  async remove(branch: string, commit: string): Promise<void> {
    const ref = `refs/heads/${branch}`
    await this.#exclusively(async () => {
      await this.#push(branch, { ref, commit: undefined, expected: commit })
      await this.#git.run('update-ref', '-d', ref)
    })
  }

  async #fetch(signal = this.#remote.signal): Promise<void> {
    await keepClosed(this.#git, this.#directory, () =>
      fetchRefs(
        { ...this.#remote, signal },
        { directory: this.#directory, refspecs: ['+refs/heads/*:refs/heads/*'] },
      ),
    )
    this.#defaultBranch = undefined
  }

  async #push(branch: string, push: RefPush): Promise<void> {
    const result = await pushRef(this.#directory, this.#remote, push)
    if (result.kind === 'moved') throw movedBranch(branch, push.expected, result.tip)
  }

  /** Otherwise a fetch that began before a push could put the branch back to where it was. */
  #exclusively<Result>(work: () => Promise<Result>, signal = this.#remote.signal): Promise<Result> {
    return exclusively(
      `${this.#directory}.claim`,
      async () => {
        await waitForLocks(this.#directory, signal)
        return work()
      },
      signal,
    )
  }
}
