import { movedBranch, type BranchRefs, type ExpectedTip } from './branch-refs.ts'
import type { HeldCommit } from './fast-import.ts'
import type { Git } from './git.ts'

/** Branches of a repository that is authoritative itself. */
export class LocalRefs implements BranchRefs {
  readonly #git: Git
  readonly #defaultBranch: string

  constructor(git: Git, defaultBranch: string) {
    this.#git = git
    this.#defaultBranch = defaultBranch
  }

  async refresh(): Promise<void> {}

  async readDefaultBranch(): Promise<string> {
    return this.#defaultBranch
  }

  async move(branch: string, commit: string | HeldCommit, expected: ExpectedTip): Promise<void> {
    const ref = `refs/heads/${branch}`
    const id = typeof commit === 'string' ? commit : commit.commit
    const change = expected === 'absent' ? `create ${ref} ${id}` : `update ${ref} ${id} ${expected ?? ''}`
    const held = typeof commit === 'string' ? [] : [`delete ${commit.ref}`]
    try {
      await this.#change(branch, expected, [change, ...held])
    } catch (error) {
      if (typeof commit !== 'string') await this.#git.run('update-ref', '-d', commit.ref)
      throw error
    }
  }

  async remove(branch: string, commit: string): Promise<void> {
    await this.#change(branch, commit, [`delete refs/heads/${branch} ${commit}`])
  }

  /** All of the changes, or none. */
  async #change(branch: string, expected: ExpectedTip, changes: readonly string[]): Promise<void> {
    try {
      await this.#git.feed(
        `${changes.map((change) => change.trimEnd()).join('\n')}\n`,
        'update-ref',
        '--stdin',
      )
    } catch (error) {
      const found = await this.#git.ask('rev-parse', '--verify', '--quiet', `refs/heads/${branch}`)
      if (expected === undefined || found === (expected === 'absent' ? undefined : expected)) throw error
      throw movedBranch(branch, expected, found)
    }
  }
}
