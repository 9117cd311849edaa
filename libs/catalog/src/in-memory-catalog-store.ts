import { toPage, type Page, type PageRequest } from '@groundplan/proposal'
import type {
  CatalogEntry,
  CatalogProblem,
  CatalogState,
  CatalogSummary,
  CatalogVersion,
  VersionSummary,
} from './catalog.ts'
import {
  facetKinds,
  mostFacetValues,
  type CatalogFacets,
  type CatalogFilter,
  type CatalogPosition,
  type FacetCount,
} from './catalog-query.ts'
import type {
  CatalogStore,
  CatalogUpdate,
  EntryWithVersions,
  OutdatedContent,
  SyncNote,
} from './catalog-store.ts'
import type { RecordedRepository } from './identity/match-repository.ts'
import { searchEntries, type FoundEntry } from './search/search-entries.ts'

/** Keeps the catalog as long as the process runs. */
export class InMemoryCatalogStore implements CatalogStore {
  readonly #entries = new Map<string, CatalogEntry>()
  readonly #versions = new Map<string, CatalogVersion[]>()
  readonly #problems = new Map<string, CatalogProblem & { readonly checkedBy: string }>()
  #syncedCommit: string | undefined
  #rootCommit: string | undefined
  #state: Omit<CatalogState, 'syncedCommit'> = {}

  async list(
    filter: CatalogFilter,
    { limit, after }: PageRequest<CatalogPosition>,
  ): Promise<Page<CatalogSummary, CatalogPosition>> {
    const found = this.#search(filter).filter((each) => after === undefined || isAfter(each, after))
    const { items, ...rest } = toPage(found, limit, ({ tier, entry }) => ({ tier, name: entry.name }))
    return { ...rest, items: items.map(({ entry }) => toSummary(entry)) }
  }

  async count(filter: CatalogFilter): Promise<number> {
    return this.#search(filter).length
  }

  async facets(filter: CatalogFilter): Promise<CatalogFacets> {
    const entries = this.#search(filter).map(({ entry }) => entry)
    const facets = facetKinds.map((kind) => [kind, countValues(entries.flatMap((entry) => entry[kind]))])
    return Object.fromEntries(facets) as CatalogFacets
  }

  async listEntries(): Promise<readonly CatalogSummary[]> {
    return [...this.#entries.values()].toSorted(byName).map(toSummary)
  }

  async findEntries(names: readonly string[]): Promise<readonly CatalogEntry[]> {
    return names.flatMap((name) => this.#entries.get(name) ?? [])
  }

  async findEntry(name: string): Promise<CatalogEntry | undefined> {
    return this.#entries.get(name)
  }

  async findWithVersions(name: string): Promise<EntryWithVersions | undefined> {
    const entry = this.#entries.get(name)
    return entry && { entry, versions: this.#newestFirst(name).map(({ version }) => version) }
  }

  async findVersion(name: string, version: string): Promise<CatalogVersion | undefined> {
    return this.#versions.get(name)?.find((candidate) => candidate.version === version)
  }

  async readVersions(
    name: string,
    { limit, after = Infinity }: PageRequest<number>,
  ): Promise<Page<CatalogVersion, number>> {
    const older = this.#newestFirst(name).filter(({ ordinal }) => ordinal < after)
    return toPage(older, limit, ({ ordinal }) => ordinal)
  }

  async listProblems({ limit, after = '' }: PageRequest<string>): Promise<Page<CatalogProblem, string>> {
    const later = [...this.#problems.values()]
      .filter(({ path }) => path > after)
      .toSorted((left, right) => (left.path < right.path ? -1 : 1))
    return toPage(later.map(toProblem), limit, ({ path }) => path)
  }

  async countProblems(): Promise<number> {
    return this.#problems.size
  }

  async findProblems(paths: readonly string[]): Promise<readonly CatalogProblem[]> {
    return paths.flatMap((path) => this.#problems.get(path) ?? []).map(toProblem)
  }

  async findSyncedCommit(): Promise<string | undefined> {
    return this.#syncedCommit
  }

  async readState(): Promise<CatalogState> {
    return { syncedCommit: this.#syncedCommit, ...this.#state }
  }

  readRecentState(): Promise<CatalogState> {
    return this.readState()
  }

  async noteSync(note: SyncNote): Promise<void> {
    const { checkedAt, behindSince } = this.#state
    if (note.kind === 'matches') this.#state = { checkedAt: note.at }
    if (note.kind === 'behind') this.#state = { ...this.#state, behindSince: behindSince ?? note.at }
    if (note.kind === 'failed')
      this.#state = { checkedAt, behindSince: behindSince ?? note.at, failure: note.failure }
  }

  async findRepository(): Promise<RecordedRepository | undefined> {
    if (this.#rootCommit === undefined && this.#syncedCommit === undefined) return undefined
    return { rootCommit: this.#rootCommit, syncedCommit: this.#syncedCommit }
  }

  async recordRepository(rootCommit: string): Promise<RecordedRepository> {
    this.#rootCommit ??= rootCommit
    return { rootCommit: this.#rootCommit, syncedCommit: this.#syncedCommit }
  }

  async adoptRepository(rootCommit: string): Promise<void> {
    this.#rootCommit = rootCommit
    this.#syncedCommit = undefined
    this.#state = {}
    this.#problems.clear()
  }

  async apply(update: CatalogUpdate): Promise<boolean> {
    if (update.since !== this.#syncedCommit) return false
    for (const entry of update.published) {
      const versions = this.#versions.get(entry.name) ?? []
      const known = versions.find(({ version }) => version === entry.latest.version)
      if (known === undefined) this.#versions.set(entry.name, [...versions, entry.latest])
      this.#entries.set(entry.name, { ...entry, latest: known ?? entry.latest })
    }
    for (const name of update.retired) {
      const entry = this.#entries.get(name)
      if (entry !== undefined) this.#entries.set(name, { ...entry, retired: true })
    }
    for (const path of update.checked) this.#problems.delete(path)
    const { checkedBy } = update
    for (const problem of update.problems) this.#problems.set(problem.path, { ...problem, checkedBy })
    this.#syncedCommit = update.commit
    return true
  }

  async findOutdated(version: string): Promise<OutdatedContent> {
    const outdated = [...this.#problems.values()].filter(({ checkedBy }) => checkedBy !== version)
    return { names: [], problemPaths: outdated.map(({ path }) => path) }
  }

  async describeAgain(entries: readonly CatalogEntry[]): Promise<void> {
    for (const entry of entries) {
      const known = this.#entries.get(entry.name)
      if (known !== undefined) {
        const { retired, latest } = known
        this.#entries.set(entry.name, { ...entry, retired, latest })
      }
    }
  }

  /** A copy with some of the entries, to read. */
  only(names: readonly string[]): InMemoryCatalogStore {
    const copy = new InMemoryCatalogStore()
    for (const name of names) {
      const entry = this.#entries.get(name)
      if (entry !== undefined) copy.#entries.set(name, entry)
    }
    return copy
  }

  #search(filter: CatalogFilter): readonly FoundEntry[] {
    return searchEntries([...this.#entries.values()], filter)
  }

  #newestFirst(name: string): readonly CatalogVersion[] {
    return (this.#versions.get(name) ?? []).toReversed()
  }
}

function byName(left: CatalogEntry, right: CatalogEntry): number {
  return left.name < right.name ? -1 : 1
}

function isAfter({ tier, entry }: FoundEntry, after: CatalogPosition): boolean {
  return tier === after.tier ? entry.name > after.name : tier > after.tier
}

function toSummary({ latest, details, ...entry }: CatalogEntry): CatalogSummary {
  return { ...entry, sources: details?.sources ?? [], latest: withoutText(latest) }
}

function withoutText({ text: _, ...version }: CatalogVersion): VersionSummary {
  return version
}

function toProblem({ path, blobId, diagnostics }: CatalogProblem): CatalogProblem {
  return { path, blobId, diagnostics }
}

function countValues(values: readonly string[]): readonly FacetCount[] {
  const counts = Map.groupBy(values, (value) => value)
  return [...counts]
    .map(([value, { length: count }]) => ({ value, count }))
    .toSorted((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1))
    .slice(0, mostFacetValues)
}
