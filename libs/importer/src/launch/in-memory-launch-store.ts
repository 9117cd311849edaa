import type { LaunchRecord, LaunchStore, ModuleRevision } from './launch-store.ts'

export class InMemoryLaunchStore implements LaunchStore {
  readonly #records = new Map<string, LaunchRecord>()

  async save(records: readonly LaunchRecord[]): Promise<void> {
    for (const record of records) this.#records.set(keyOf(record), record)
  }

  async find(revisions: readonly ModuleRevision[]): Promise<readonly LaunchRecord[]> {
    return [...new Set(revisions.map(keyOf))].flatMap((key) => this.#records.get(key) ?? [])
  }
}

function keyOf({ path, commit }: ModuleRevision): string {
  return `${commit} ${path}`
}
