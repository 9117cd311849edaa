import type {
  PathSelection,
  ReadContents,
  RepositoryRefs,
  RepositorySnapshot,
  TreeEntry,
} from '@groundplan/scm'
import type { Git } from './git.ts'
import { listTree } from './git-objects.ts'
import { findLastChanges } from './history/find-last-changes.ts'
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
  /** Fetches missing blobs; absent if none can be missing. */
  readonly fetchObjects?: FetchObjects | undefined
  /** Wraps every read. */
  readonly during?: (<Result>(read: () => Promise<Result>) => Promise<Result>) | undefined
  readonly close?: (() => Promise<void>) | undefined
}

/** Names under a prefix with their commits; a tag with a message is an object of its own, which leads to the commit. */
async function listNames(git: Git, prefix: string): Promise<ReadonlyMap<string, string>> {
  const object = (mark: string) => `%(${mark}objecttype) %(${mark}objectname)`
  const format = `%(refname:lstrip=2)\t${object('')}\t${object('*')}`
  const printed = await git.run('for-each-ref', `--format=${format}`, prefix)
  const names = printed.split('\n').flatMap((line) => {
    const [name = '', ...objects] = line.split('\t')
    const commit = objects.find((each) => each.startsWith('commit '))?.slice('commit '.length)
    return commit === undefined ? [] : [[name, commit] as const]
  })
  return new Map(names)
}

/** One commit of a repository that git can read on this machine. */
export class GitSnapshot implements RepositorySnapshot {
  readonly #source: SnapshotSource
  readonly name: string
  readonly address: string
  readonly scope: string
  readonly ref: string
  readonly commit: string
  /** A commit does not change, and is looked at for its settings, its links and its modules. */
  #entries: Promise<readonly TreeEntry[]> | undefined

  constructor(source: SnapshotSource, { name, address, scope, ref, commit }: SnapshotFacts) {
    this.#source = source
    this.name = name
    this.address = address
    this.scope = scope
    this.ref = ref
    this.commit = commit
  }

  listRefs(): Promise<RepositoryRefs> {
    return this.#read(async (git) => ({
      branches: await listNames(git, 'refs/heads'),
      tags: await listNames(git, 'refs/tags'),
    }))
  }

  at({ ref, commit }: Pick<RepositorySnapshot, 'ref' | 'commit'>): RepositorySnapshot {
    const { name, address, scope } = this
    return new GitSnapshot({ ...this.#source, close: undefined }, { name, address, scope, ref, commit })
  }

  named(name: string): RepositorySnapshot {
    if (name === this.name) return this
    const { address, scope, ref, commit } = this
    return new GitSnapshot({ ...this.#source, close: undefined }, { name, address, scope, ref, commit })
  }

  hasCommit(commit: string): Promise<boolean> {
    return this.#read(async (git) => {
      const found = await git.ask('rev-parse', '--verify', '--quiet', `${commit}^{commit}`)
      return found === commit
    })
  }

  reaches(commit: string): Promise<boolean> {
    return this.#read(async (git) => {
      const found = await git.ask('rev-parse', '--verify', '--quiet', `${commit}^{commit}`)
      if (found !== commit) return false
      if ((await git.judge('merge-base', '--is-ancestor', commit, this.commit)).isYes) return true
      const refs = ['refs/heads', 'refs/tags']
      return (await git.run('for-each-ref', '--count=1', `--contains=${commit}`, ...refs)) !== ''
    })
  }

  listEntries(): Promise<readonly TreeEntry[]> {
    this.#entries ??= this.#read((git) => listTree(git, this.commit)).catch((error: unknown) => {
      this.#entries = undefined
      throw error
    })
    return this.#entries
  }

  readBlobs(blobIds: readonly string[]): Promise<ReadContents<Uint8Array>> {
    return this.#read((git) => readBlobs(git, blobIds, { fetchObjects: this.#source.fetchObjects }))
  }

  lastChanges(selections: readonly PathSelection[]): Promise<readonly (string | undefined)[]> {
    return this.#read((git) => findLastChanges(git, this.commit, selections))
  }

  async close(): Promise<void> {
    await this.#source.close?.()
  }

  #read<Result>(work: (git: Git) => Promise<Result>): Promise<Result> {
    const { git, during } = this.#source
    return during === undefined ? work(git) : during(() => work(git))
  }
}
