import { toPage, type Page, type PageRequest } from '@groundplan/proposal'
import {
  isOver,
  type ImportRun,
  type ImportRunStore,
  type ListedImportRun,
  type Retention,
} from './import-run.ts'
import { isOutdated, isQuiet, largeReport, toListed, trimmedNote } from './retention.ts'

/** Keeps import runs as long as the process runs. */
export class InMemoryImportRunStore implements ImportRunStore {
  #runs: readonly ImportRun[] = []
  #count = 0
  readonly #owners = new Map<number, string>()
  readonly #cancelRequests = new Set<number>()

  async add(run: Omit<ImportRun, 'number'>, owner: string): Promise<ImportRun> {
    const added = { ...run, number: (this.#count += 1) }
    this.#runs = [...this.#runs, added]
    this.#owners.set(added.number, owner)
    return added
  }

  async update({ number, state }: ImportRun): Promise<boolean> {
    const known = await this.find(number)
    if (known === undefined || isOver(known)) return false
    this.#replace({ ...known, state })
    return true
  }

  async find(number: number): Promise<ImportRun | undefined> {
    return this.#runs.find((run) => run.number === number)
  }

  async list({ limit, after = Infinity }: PageRequest<number>): Promise<Page<ListedImportRun, number>> {
    const older = this.#runs.toReversed().filter(({ number }) => number < after)
    return toPage(older.map(toListed), limit, ({ number }) => number)
  }

  async requestCancel(number: number): Promise<void> {
    this.#cancelRequests.add(number)
  }

  async listUnfinished(owner: string): Promise<ReadonlyMap<number, boolean>> {
    const own = this.#runs.filter((run) => !isOver(run) && this.#owners.get(run.number) === owner)
    return new Map(own.map(({ number }) => [number, this.#cancelRequests.has(number)]))
  }

  async listOwners(): Promise<readonly string[]> {
    const unfinished = this.#runs.filter((run) => !isOver(run))
    return [...new Set(unfinished.map(({ number }) => this.#owners.get(number) ?? ''))]
  }

  async interrupt(owners: readonly string[], at: Date): Promise<void> {
    for (const run of this.#runs) {
      if (isOver(run) || !owners.includes(this.#owners.get(run.number) ?? '')) continue
      this.#replace({ ...run, state: { status: 'interrupted', at } })
    }
  }

  async prune(retention: Retention): Promise<void> {
    const runs = this.#runs
    this.#runs = runs
      .filter((run, index) => {
        const after = runs.slice(index + 1)
        return !isOutdated(run, retention, { newer: after.length, newerQuiet: after.filter(isQuiet).length })
      })
      .map((run) => (run.startedAt < retention.trimBefore ? trim(run) : run))
  }

  #replace(changed: ImportRun): void {
    this.#runs = this.#runs.map((run) => (run.number === changed.number ? changed : run))
  }
}

function trim(run: ImportRun): ImportRun {
  const { state } = run
  if (state.status !== 'finished' || JSON.stringify(state).length <= largeReport) return run
  return { ...run, state: { ...state, report: { ...state.report, modules: [], notes: [trimmedNote] } } }
}
