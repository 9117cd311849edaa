import type { RepositorySnapshot } from '@groundplan/scm'
import { startDeadline } from '../deadline.ts'
import { mapConcurrently } from '../map-concurrently.ts'
import { storesLike, type FoundRepository, type StoreClaim } from '../registry/assign-stores.ts'
import type { RegisteredRepository } from '../registry/repository-registry.ts'
import type { ImportSource, ListedRepository, OpenedRepository } from './find-sources.ts'
import { openSource, type ReadSourcesOptions } from './read-sources.ts'
import { tryReading, type Tried } from './try-reading.ts'

/** A source that has no store name yet. */
export interface UnnamedSource extends Omit<ImportSource, 'store' | 'tried'> {
  /** What is known of it without opening it. */
  readonly found?: FoundRepository | undefined
}

export interface IdentifiedRepository extends OpenedRepository {
  readonly found: FoundRepository
  /** Stores in use of which it has a pinned commit. */
  readonly shared: ReadonlySet<string>
}

export interface IdentifyOptions extends Pick<
  ReadSourcesOptions,
  'reader' | 'now' | 'signal' | 'limits' | 'onProgress'
> {
  readonly registered: readonly RegisteredRepository[]
  readonly claims: readonly StoreClaim[]
}

/** How many repositories are opened at a time. */
const concurrency = 4

/** Commits that are looked up for one store: one that is there is enough. */
const mostCommits = 20

/** Opens repositories to see which they are, in the order of the sources: an address alone doesn't tell. */
export async function identifyRepositories(
  sources: readonly UnnamedSource[],
  options: IdentifyOptions,
): Promise<readonly Tried<IdentifiedRepository>[]> {
  const whole = startDeadline(options.signal, options.limits.reading)
  let done = 0
  const identified = await mapConcurrently(sources, concurrency, async (source) => {
    options.signal.throwIfAborted()
    const { address: subject } = source.location
    options.onProgress({ phase: 'opening', done, total: sources.length, subject })
    const work = async (signal: AbortSignal) => {
      const opened = await openSource(source, { ...options, signal })
      const found = source.found ?? describeSnapshot(opened.snapshot)
      return { ...opened, found, shared: await findShared(opened.snapshot, found, options) }
    }
    const tried = await tryReading(source, work, { ...options, whole })
    done += 1
    return tried
  })
  whole.clear()
  return identified
}

/** A listed repository as it is identified. */
export function describeListed({ repository, selection }: ListedRepository): FoundRepository {
  const { id, owner, name, gitUrl: address, fork } = repository
  return { host: selection.host, id, owner, name, address, fork }
}

function describeSnapshot({ name, address }: RepositorySnapshot): FoundRepository {
  return { host: '', id: address, owner: '', name, address }
}

async function findShared(
  opened: RepositorySnapshot,
  found: FoundRepository,
  { registered, claims }: IdentifyOptions,
): Promise<ReadonlySet<string>> {
  const shared = new Set<string>()
  for (const store of storesLike(found, { registered, claims })) {
    const commits = new Set(claims.flatMap((claim) => (claim.store === store ? claim.commits : [])))
    for (const commit of [...commits].slice(0, mostCommits)) {
      if (!(await opened.hasCommit(commit))) continue
      shared.add(store)
      break
    }
  }
  return shared
}
