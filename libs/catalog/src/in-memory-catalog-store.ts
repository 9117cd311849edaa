import type { CatalogEntry, CatalogProblem, CatalogSummary, CatalogVersion } from './catalog.ts'
import type { CatalogStore, CatalogUpdate } from './catalog-store.ts'
import type { RecordedRepository } from './identity/match-repository.ts'

/** Keeps the catalog as long as the process runs. */
export class InMemoryCatalogStore implements CatalogStore {
  readonly #entries = new Map<string, CatalogEntry>()
  readonly #versions = new Map<string, CatalogVersion[]>()
  #problems: readonly CatalogProblem[] = []
  #syncedCommit: string | undefined
  #rootCommit: string | undefined

  async listEntries(): Promise<readonly CatalogSummary[]> {
    const entries = [...this.#entries.values()].map(({ latest: { text: _, ...latest }, ...entry }) => ({
      ...entry,
      latest,
    }))
    return entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))
  }

  async findEntries(names: readonly string[]): Promise<readonly CatalogEntry[]> {
    return names.flatMap((name) => this.#entries.get(name) ?? [])
  }

  async findEntry(name: string): Promise<CatalogEntry | undefined> {
    return this.#entries.get(name)
  }

  async listVersions(name: string): Promise<readonly CatalogVersion[]> {
    return (this.#versions.get(name) ?? []).toReversed()
  }

  async listProblems(): Promise<readonly CatalogProblem[]> {
    return this.#problems
  }

  async findSyncedCommit(): Promise<string | undefined> {
    return this.#syncedCommit
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
    this.#problems = []
  }

  async apply({ commit, since, published, retired, problems }: CatalogUpdate): Promise<boolean> {
    if (since !== this.#syncedCommit) return false
    for (const entry of published) {
      const versions = this.#versions.get(entry.name) ?? []
      const known = versions.find(({ version }) => version === entry.latest.version)
      if (known === undefined) this.#versions.set(entry.name, [...versions, entry.latest])
      this.#entries.set(entry.name, { ...entry, latest: known ?? entry.latest })
    }
    for (const name of retired) {
      const entry = this.#entries.get(name)
      if (entry !== undefined) this.#entries.set(name, { ...entry, retired: true })
    }
    this.#problems = problems
    this.#syncedCommit = commit
    return true
  }
}
