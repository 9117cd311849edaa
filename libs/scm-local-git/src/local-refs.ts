import { movedBranch, type BranchRefs, type ExpectedTip } from './branch-refs.ts'
import type { Git } from './git.ts'

/** Branches of a repository that is itself the truth: people push to it. */
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

  async move(branch: string, commit: string, expected: ExpectedTip): Promise<void> {
    // An empty text says that the ref must not exist.
    const old = expected === undefined ? [] : [expected === 'absent' ? '' : expected]
    await this.#change(branch, expected, ['update-ref', `refs/heads/${branch}`, commit, ...old])
  }

  async remove(branch: string, commit: string): Promise<void> {
    await this.#change(branch, commit, ['update-ref', '-d', `refs/heads/${branch}`, commit])
  }

  async #change(branch: string, expected: ExpectedTip, command: readonly string[]): Promise<void> {
    try {
      await this.#git.run(...command)
    } catch (error) {
      const found = await this.#git.ask('rev-parse', '--verify', '--quiet', `refs/heads/${branch}`)
      if (expected === undefined || found === (expected === 'absent' ? undefined : expected)) throw error
      throw movedBranch(branch, expected, found)
    }
  }
}
