import type { LaunchRecord, LaunchStore, ModuleRevision } from '@groundplan/importer'
import { LRUCache } from 'lru-cache'

/** How long it is remembered whether a module can be launched, in milliseconds. What another server has found shows so much later. */
export const recentLaunch = 5000

/** The most modules that are remembered at a time. */
const maximum = 5000

/** Looks up once for all pages of the catalog of a moment whether modules can be launched. What this server has found counts at once. */
export class RecentLaunches implements LaunchStore {
  readonly #store: LaunchStore
  /** `undefined` in `record`: nothing is known of it. */
  readonly #found: LRUCache<string, { readonly record: LaunchRecord | undefined }>
  /** How often something was saved. */
  #saves = 0

  constructor(store: LaunchStore) {
    this.#store = store
    this.#found = new LRUCache({ max: maximum, ttl: recentLaunch, perf: { now: () => performance.now() } })
  }

  async save(records: readonly LaunchRecord[]): Promise<void> {
    try {
      await this.#store.save(records)
    } finally {
      this.#saves += 1
      this.#found.clear()
    }
  }

  async find(revisions: readonly ModuleRevision[]): Promise<readonly LaunchRecord[]> {
    const known = revisions.map((revision) => ({ revision, found: this.#found.get(keyOf(revision)) }))
    const missing = known.flatMap(({ revision, found }) => (found === undefined ? [revision] : []))
    const before = known.flatMap(({ found }) => found?.record ?? [])
    if (missing.length === 0) return before
    const saves = this.#saves
    const records = await this.#store.find(missing)
    // What was read while something was saved may be of the time before.
    if (saves === this.#saves) this.#remember(missing, records)
    return [...before, ...records]
  }

  #remember(revisions: readonly ModuleRevision[], records: readonly LaunchRecord[]): void {
    const byKey = new Map(records.map((record) => [keyOf(record), record]))
    for (const revision of revisions) this.#found.set(keyOf(revision), { record: byKey.get(keyOf(revision)) })
  }
}

function keyOf({ commit, path }: ModuleRevision): string {
  return `${commit} ${path}`
}
