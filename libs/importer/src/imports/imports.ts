import type { Actor } from '@groundplan/actor'
import { InputError, NotFoundError } from '@groundplan/errors'
import type { Page, PageRequest } from '@groundplan/proposal'
import { carriesCredentials } from '@groundplan/scm'
import type { ImportRequest } from '../import-report.ts'
import { defaultImportLimits, type ImportLimits } from '../import-limits.ts'
import { isOver, type Import, type ImportStore, type ListedImport } from './import.ts'
import { WatcherCounts, watchImport } from './watch-import.ts'

export interface ImportsDependencies {
  readonly store: ImportStore
  readonly now: () => Date
}

/** How long {@link Imports.cancel} waits for the worker, in milliseconds. */
const patience = 10_000

/** Imports that people ask for go before those that the server begins by itself. */
const priorities = { person: 10, server: 0 } as const

/** Starts, shows and stops imports on any worker. */
export class Imports {
  readonly #store: ImportStore
  readonly #now: () => Date
  readonly #limits: ImportLimits
  readonly #watchers: WatcherCounts
  /** Reads in progress, shared by watchers. */
  readonly #reads = new Map<number, Promise<Import>>()

  constructor({ store, now }: ImportsDependencies, limits: Partial<ImportLimits> = {}) {
    this.#store = store
    this.#now = now
    this.#limits = { ...defaultImportLimits, ...limits }
    this.#watchers = new WatcherCounts(this.#limits.watchers)
  }

  /**
   * Queues an import and returns it at once. Throws InputError if an address carries credentials, ConflictError if too many
   * imports wait.
   */
  async start(request: ImportRequest, by?: Actor): Promise<Import> {
    refuseCredentials(request)
    const { waiting } = this.#limits
    return this.#store.add(request, { startedAt: this.#now(), waiting, priority: priorities.person, by })
  }

  /** Queues an import, unless one that waits covers it; returns that one then. */
  async startOnce(request: ImportRequest): Promise<Import> {
    refuseCredentials(request)
    const { waiting } = this.#limits
    const startedAt = this.#now()
    return this.#store.add(request, { startedAt, waiting, isCovered, priority: priorities.server })
  }

  /** The current state of the import. Throws NotFoundError. */
  async get(number: number): Promise<Import> {
    const found = await this.#store.find(number)
    if (found !== undefined) return found
    throw new NotFoundError(`Import ${number} not found.`, {
      hint: 'Check the number in the list of imports.',
    })
  }

  /** Newest first. */
  list(request: PageRequest<number>): Promise<Page<ListedImport, number>> {
    return this.#store.list(request)
  }

  /**
   * Gives the import now and after every change until it is over, wherever it runs. A slow reader misses steps in between, never
   * the last one. Throws ConflictError if too many watch it already.
   */
  async *watch(number: number, signal: AbortSignal): AsyncGenerator<Import> {
    const leave = this.#watchers.enter(number)
    try {
      yield* watchImport(() => this.#read(number), { signal, pause: this.#limits.watch })
    } finally {
      leave()
    }
  }

  /**
   * Asks an import to stop and waits until it has. Does nothing if it is over. If its worker is gone, the import is returned as it
   * is; the next worker stops it.
   */
  async cancel(number: number, by?: Actor): Promise<Import> {
    let found = await this.get(number)
    if (isOver(found)) return found
    await this.#store.cancel(number, this.#now(), by)
    const signal = AbortSignal.timeout(patience)
    const pause = Math.min(this.#limits.watch, 100)
    for await (const step of watchImport(() => this.get(number), { signal, pause })) found = step
    return found
  }

  /** Reads it once for all concurrent callers. */
  #read(number: number): Promise<Import> {
    const running = this.#reads.get(number)
    if (running !== undefined) return running
    const read = this.get(number)
    this.#reads.set(number, read)
    const forget = () => this.#reads.delete(number)
    // Watchers within the first half of the pause share one read.
    void read.finally(() => setTimeout(forget, this.#limits.watch / 2)).catch(() => {})
    return read
  }
}

/** True if an import that waits does all that the request asks for. */
function isCovered(request: ImportRequest, by: ImportRequest): boolean {
  const isWhole = by.configured === true && by.only === undefined && by.dryRun !== true
  return JSON.stringify(by) === JSON.stringify(request) || (isWhole && request.only !== undefined)
}

/** The request is recorded and shown: no secret may be in it. */
function refuseCredentials({ repositories }: ImportRequest): void {
  if (!repositories.some(({ address }) => carriesCredentials(address))) return
  throw new InputError('The repository address contains credentials.', {
    hint: "Remove them. Git's credential helper supplies them.",
  })
}
