import type { JobQueue, NewJob } from '@groundplan/jobs'
import {
  toPage,
  type Page,
  type PageRequest,
  type ReportedProblem,
  type SideStepKind,
} from '@groundplan/proposal'
import type { ImportProgress, ImportRequest } from '../import-report.ts'
import { toImportJob } from './import-job.ts'
import {
  isOver,
  tooManyWait,
  type AddImportOptions,
  type FinalImportState,
  type Import,
  type ImportSignal,
  type ImportState,
  type ImportStore,
  type ListedImport,
  type Retention,
} from './import.ts'
import { isOutdated, isQuiet, largeReport, toListed, trimmedNote } from './retention.ts'

/** Keeps imports as long as the process runs. */
export class InMemoryImportStore implements ImportStore {
  readonly #jobs: JobQueue
  readonly #tokens = new Map<number, string>()
  readonly #cancelled = new Set<number>()
  #imports: readonly Import[] = []
  #count = 0

  constructor(jobs: JobQueue) {
    this.#jobs = jobs
  }

  async add(request: ImportRequest, options: AddImportOptions): Promise<Import> {
    const { startedAt, waiting, isCovered, priority } = options
    const others = this.#imports.filter(({ state }) => state.status === 'waiting')
    const covering = others.find((other) => isCovered?.(request, other.request))
    if (covering !== undefined) return covering
    if (others.length >= waiting) throw tooManyWait(waiting)
    const added: Import = { number: (this.#count += 1), request, startedAt, state: { status: 'waiting' } }
    this.#imports = [...this.#imports, added]
    await this.#jobs.enqueue(toImportJob(added.number, priority))
    return added
  }

  async begin(number: number, token: string) {
    const known = await this.find(number)
    if (known === undefined || isOver(known)) return undefined
    this.#tokens.set(number, token)
    const signal = this.#cancelled.has(number) ? 'cancel' : 'continue'
    return { import: this.#replace(known, { status: 'running' }), signal } as const
  }

  async report(number: number, token: string, progress: ImportProgress | undefined): Promise<ImportSignal> {
    const known = await this.#findOwned(number, token)
    if (known === undefined) return 'lost'
    if (progress !== undefined) this.#replace(known, { status: 'running', progress })
    return this.#cancelled.has(number) ? 'cancel' : 'continue'
  }

  async end(
    number: number,
    token: string,
    state: FinalImportState,
    followUps: readonly NewJob[] = [],
  ): Promise<boolean> {
    const known = await this.#findOwned(number, token)
    if (known === undefined) return false
    this.#replace(known, state)
    for (const job of followUps) await this.#jobs.enqueue(job)
    return true
  }

  async setProblems(number: number, kind: SideStepKind, added: readonly ReportedProblem[]): Promise<void> {
    const known = await this.find(number)
    if (known?.state.status !== 'finished') return
    const { report } = known.state
    const problems = [...(report.problems ?? []).filter((each) => each.kind !== kind), ...added]
    this.#replace(known, { ...known.state, report: { ...report, problems } })
  }

  async release(number: number, token: string): Promise<void> {
    const known = await this.#findOwned(number, token)
    if (known !== undefined) this.#replace(known, { status: 'waiting' })
  }

  async cancel(number: number, at: Date): Promise<void> {
    const known = await this.find(number)
    if (known?.state.status === 'waiting') this.#replace(known, { status: 'cancelled', at })
    else this.#cancelled.add(number)
  }

  async interrupt(number: number, at: Date): Promise<void> {
    const known = await this.find(number)
    if (known !== undefined && !isOver(known)) this.#replace(known, { status: 'interrupted', at })
  }

  async find(number: number): Promise<Import | undefined> {
    return this.#imports.find((each) => each.number === number)
  }

  async list({ limit, after = Infinity }: PageRequest<number>): Promise<Page<ListedImport, number>> {
    const older = this.#imports.toReversed().filter(({ number }) => number < after)
    return toPage(older.map(toListed), limit, ({ number }) => number)
  }

  async findLatestWhole(): Promise<ListedImport | undefined> {
    const latest = this.#imports.findLast(
      ({ request: { configured, only, dryRun } }) =>
        configured === true && only === undefined && dryRun !== true,
    )
    return latest && toListed(latest)
  }

  async enqueueUnfinished(): Promise<void> {
    for (const each of this.#imports) if (!isOver(each)) await this.#jobs.enqueue(toImportJob(each.number))
  }

  async prune(retention: Retention): Promise<void> {
    const all = this.#imports
    this.#imports = all
      .filter((each, index) => {
        const after = all.slice(index + 1)
        return !isOutdated(each, retention, { newer: after.length, newerQuiet: after.filter(isQuiet).length })
      })
      .map((each) => (each.startedAt < retention.trimBefore ? trim(each) : each))
  }

  async #findOwned(number: number, token: string): Promise<Import | undefined> {
    const known = await this.find(number)
    return known?.state.status === 'running' && this.#tokens.get(number) === token ? known : undefined
  }

  #replace(known: Import, state: ImportState): Import {
    const changed = { ...known, state }
    this.#imports = this.#imports.map((each) => (each.number === known.number ? changed : each))
    return changed
  }
}

function trim(record: Import): Import {
  const { state } = record
  if (state.status !== 'finished' || JSON.stringify(state).length <= largeReport) return record
  return { ...record, state: { ...state, report: { ...state.report, modules: [], notes: [trimmedNote] } } }
}
