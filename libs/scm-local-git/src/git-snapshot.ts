import type { PathSelection, RepositorySnapshot, TreeEntry } from '@groundplan/scm'
import type { Git } from './git.ts'
import { listTree } from './git-objects.ts'
import { readBlobs, type FetchObjects } from './read-blobs.ts'

interface SnapshotFacts {
  readonly name: string
  readonly address: string
  readonly scope: string
  readonly ref: string
  readonly commit: string
}

/** Where a snapshot reads from. */
export interface SnapshotSource {
  readonly git: Git
  /** Gets blobs that are not here; absent where all are. */
  readonly fetchObjects?: FetchObjects | undefined
  /** Goes around everything that is read. */
  readonly during?: (<Result>(read: () => Promise<Result>) => Promise<Result>) | undefined
  readonly close?: (() => Promise<void>) | undefined
}

/** One commit of a repository that git can read on this machine. */
export class GitSnapshot implements RepositorySnapshot {
  readonly #source: SnapshotSource
  readonly name: string
  readonly address: string
  readonly scope: string
  readonly ref: string
  readonly commit: string

  constructor(source: SnapshotSource, { name, address, scope, ref, commit }: SnapshotFacts) {
    this.#source = source
    this.name = name
    this.address = address
    this.scope = scope
    this.ref = ref
    this.commit = commit
  }

  hasCommit(commit: string): Promise<boolean> {
    return this.#read(async (git) => {
      const found = await git.ask('rev-parse', '--verify', '--quiet', `${commit}^{commit}`)
      return found === commit
    })
  }

  listEntries(): Promise<readonly TreeEntry[]> {
    return this.#read((git) => listTree(git, this.commit))
  }

  readBlobs(blobIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    return this.#read((git) => readBlobs(git, blobIds, this.#source.fetchObjects))
  }

  lastChange({ include, exclude }: PathSelection): Promise<string> {
    const paths = [
      ...include.map((path) => (path === '.' ? ':(top)' : `:(top,literal)${path}`)),
      ...exclude.map((path) => `:(top,exclude,literal)${path}`),
    ]
    return this.#read(async (git) => {
      const commit = (await git.run('rev-list', '-1', this.commit, '--', ...paths)).trim()
      return commit === '' ? this.commit : commit
    })
  }

  async close(): Promise<void> {
    await this.#source.close?.()
  }

  #read<Result>(work: (git: Git) => Promise<Result>): Promise<Result> {
    const { git, during } = this.#source
    return during === undefined ? work(git) : during(() => work(git))
  }
}
