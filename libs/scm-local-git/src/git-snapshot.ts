import type { PathSelection, RepositorySnapshot, TreeEntry } from '@groundplan/scm'
import type { Git } from './git.ts'
import { listTree, readObjects } from './git-objects.ts'

interface SnapshotFacts {
  readonly name: string
  readonly address: string
  readonly scope: string
  readonly ref: string
  readonly commit: string
}

/** One commit of a repository that git can read on this machine. */
export class GitSnapshot implements RepositorySnapshot {
  readonly #git: Git
  readonly name: string
  readonly address: string
  readonly scope: string
  readonly ref: string
  readonly commit: string

  constructor(git: Git, { name, address, scope, ref, commit }: SnapshotFacts) {
    this.#git = git
    this.name = name
    this.address = address
    this.scope = scope
    this.ref = ref
    this.commit = commit
  }

  async hasCommit(commit: string): Promise<boolean> {
    const found = await this.#git.ask('rev-parse', '--verify', '--quiet', `${commit}^{commit}`)
    return found === commit
  }

  listEntries(): Promise<readonly TreeEntry[]> {
    return listTree(this.#git, this.commit)
  }

  readBlobs(blobIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    return readObjects(this.#git, blobIds)
  }

  async lastChange({ include, exclude }: PathSelection): Promise<string> {
    const paths = [
      ...include.map((path) => (path === '.' ? ':(top)' : `:(top,literal)${path}`)),
      ...exclude.map((path) => `:(top,exclude,literal)${path}`),
    ]
    const commit = (await this.#git.run('rev-list', '-1', this.commit, '--', ...paths)).trim()
    return commit === '' ? this.commit : commit
  }
}
