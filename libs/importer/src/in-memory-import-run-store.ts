import { isOver, type ImportRun, type ImportRunStore } from './import-run.ts'

/** Keeps import runs as long as the process runs. */
export class InMemoryImportRunStore implements ImportRunStore {
  readonly #runs: ImportRun[] = []

  async add(run: Omit<ImportRun, 'number'>): Promise<ImportRun> {
    const added = { ...run, number: this.#runs.length + 1 }
    this.#runs.push(added)
    return added
  }

  async update(run: ImportRun): Promise<void> {
    const known = this.#runs[run.number - 1]
    if (known !== undefined) this.#runs[run.number - 1] = { ...known, state: run.state }
  }

  async find(number: number): Promise<ImportRun | undefined> {
    return this.#runs[number - 1]
  }

  async list(limit: number): Promise<readonly ImportRun[]> {
    return this.#runs.toReversed().slice(0, limit)
  }

  async interruptUnfinished(at: Date): Promise<void> {
    for (const run of this.#runs) {
      if (!isOver(run)) await this.update({ ...run, state: { status: 'interrupted', at } })
    }
  }
}
