import type { ScannedRepository, ScanStore } from './scan-store.ts'

/** Keeps what is known of scanned repositories as long as the process runs. */
export class InMemoryScanStore implements ScanStore {
  readonly #scanned = new Map<string, ScannedRepository>()

  async list(host: string): Promise<readonly ScannedRepository[]> {
    return [...this.#scanned.values()].filter((scanned) => scanned.host === host)
  }

  async save(scanned: ScannedRepository): Promise<void> {
    const { host, id, ref } = scanned
    this.#scanned.set([host, id, ref].join('\0'), scanned)
  }
}
