import { ConflictError, InputError, NotFoundError, PlatformError, toPlatformError } from '@groundplan/errors'
import { mapPage, type Page, type PageRequest } from '@groundplan/proposal'
import { carriesCredentials } from '@groundplan/scm'
import { startDeadline, untilAborted } from './deadline.ts'
import { defaultImportLimits, type ImportLimits } from './import-limits.ts'
import type { ImportProgress, ImportRequest } from './import-report.ts'
import {
  isOver,
  type ImportRun,
  type ImportRunState,
  type ImportRunStore,
  type ListedImportRun,
} from './import-run.ts'
import { retentionAt, toListed } from './retention.ts'
import type { ImportConfiguration } from './import-configuration.ts'
import { runImport, type ImportDependencies } from './run-import.ts'
import { ServerPresence, type RunOnRecord } from './server-presence.ts'
import { watchActiveRun, watchStoredRun, WatcherCounts } from './watch-run.ts'

export interface ImportRunnerDependencies extends ImportDependencies {
  readonly runs: ImportRunStore
  /** Reads what imports go by, anew for each; without it there is no configuration. */
  readonly readConfiguration?: (() => Promise<ImportConfiguration>) | undefined
}

/** A run of this server that is not over, or whose end is not on record yet. */
export interface ActiveRun {
  run: ImportRun
  readonly stop: AbortController
  /** Resolves when it is over. */
  readonly over: PromiseWithResolvers<undefined>
  readonly listeners: Set<() => void>
}

/** Why a run is stopped, if not because somebody asked for it. */
type StopReason = 'closing' | 'taken-over'

/**
 * Runs imports in the background, some at a time, and lets people watch them. Several servers may share the runs: each runs its own,
 * shows those of the others, and marks as interrupted what a server that ended has left.
 */
export class ImportRunner {
  readonly #dependencies: ImportRunnerDependencies
  readonly #limits: ImportLimits
  readonly #active = new Map<number, ActiveRun>()
  readonly #presence: ServerPresence
  readonly #watchers: WatcherCounts
  /** Numbers of those that wait for their turn, in order. */
  readonly #queue: number[] = []
  #running = 0
  /** Runs that are being put on record. */
  #arriving = 0

  constructor(dependencies: ImportRunnerDependencies, limits: Partial<ImportLimits> = {}) {
    this.#dependencies = dependencies
    this.#limits = { ...defaultImportLimits, ...limits }
    this.#watchers = new WatcherCounts(this.#limits.watchers)
    const { runs, now, proposals } = dependencies
    const { heartbeat } = this.#limits
    this.#presence = new ServerPresence({
      ...{ runs, now, heartbeat, leases: proposals.leases },
      listKnown: () => [...this.#active.keys()],
      onHeartbeat: (found) => this.#onHeartbeat(found),
    })
  }

  /** Marks what ended servers have left unfinished, and begins to look after the runs. Starting an import does so as well. */
  async open(): Promise<void> {
    await this.#presence.open()
    await this.#prune()
  }

  /**
   * Queues an import and returns its record at once. Throws InputError if an address carries credentials, ConflictError if too
   * many imports wait.
   */
  async start(request: ImportRequest): Promise<ImportRun> {
    refuseCredentials(request)
    const { runs, now, proposals } = this.#dependencies
    const { waiting, running } = this.#limits
    if (this.#active.size + this.#arriving >= waiting + running) {
      throw new ConflictError(`Too many imports are waiting (${waiting}).`, { hint: 'Try again later.' })
    }
    this.#arriving += 1
    try {
      await this.#presence.open()
      const run = await runs.add(
        { request, startedAt: now(), state: { status: 'waiting' } },
        proposals.leases.holder,
      )
      const over = Promise.withResolvers<undefined>()
      this.#active.set(run.number, { run, stop: new AbortController(), over, listeners: new Set() })
      this.#queue.push(run.number)
      // Whoever started it learns its number first.
      void Promise.resolve().then(() => this.#next())
      return run
    } finally {
      this.#arriving -= 1
    }
  }

  /**
   * The same, unless a run still waits that will do it. Of calls at the same time each may queue one: call it one after the other.
   */
  async startOnce(request: ImportRequest): Promise<ImportRun> {
    const wanted = JSON.stringify(request)
    for (const { run, stop } of this.#active.values()) {
      if (run.state.status !== 'waiting' || stop.signal.aborted) continue
      if (JSON.stringify(run.request) === wanted || doesMore(run.request, request)) return run
    }
    return this.start(request)
  }

  /** The run as it is now. Throws NotFoundError. */
  async get(number: number): Promise<ImportRun> {
    const run = this.#active.get(number)?.run ?? (await this.#dependencies.runs.find(number))
    if (run !== undefined) return run
    throw new NotFoundError(`There is no import ${number}.`, {
      hint: 'Look for its number in the list of imports.',
    })
  }

  /** Newest first. */
  async list(request: PageRequest<number>): Promise<Page<ListedImportRun, number>> {
    const page = await this.#dependencies.runs.list(request)
    return mapPage(page, (run) => {
      const active = this.#active.get(run.number)
      return active === undefined ? run : toListed(active.run)
    })
  }

  /**
   * Gives the run now and after every change until it is over. A slow reader misses steps in between, never the last one. Throws
   * ConflictError if too many watch it already.
   */
  async *watch(number: number, signal: AbortSignal): AsyncGenerator<ImportRun> {
    const leave = this.#watchers.enter(number)
    try {
      const active = this.#active.get(number)
      if (active !== undefined) yield* watchActiveRun(active, signal)
      else yield* watchStoredRun(() => this.get(number), { signal, pause: this.#limits.watch })
    } finally {
      leave()
    }
  }

  /** Asks a run to stop and waits until it has. Does nothing if it is over. Another server stops its run within some seconds. */
  async cancel(number: number): Promise<ImportRun> {
    const active = this.#active.get(number)
    if (active !== undefined) {
      await this.#stop(active, undefined)
      return active.run
    }
    let run = await this.get(number)
    if (isOver(run)) return run
    await this.#dependencies.runs.requestCancel(number)
    const { heartbeat, grace, watch } = this.#limits
    const patience = AbortSignal.timeout(2 * heartbeat + grace)
    for await (const step of watchStoredRun(() => this.get(number), { signal: patience, pause: watch }))
      run = step
    return run
  }

  /** Stops every run; call it before the database closes. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#active.values()].map((active) => this.#stop(active, 'closing')))
    await this.#presence.close().catch(() => {})
  }

  /** A run that still waits has nothing to finish, and need not wait for those before it. */
  async #stop(active: ActiveRun, reason: StopReason | undefined): Promise<void> {
    const place = this.#queue.indexOf(active.run.number)
    active.stop.abort(reason)
    if (place !== -1) {
      this.#queue.splice(place, 1)
      await this.#settle(active, this.#failure(undefined, active.stop.signal))
    } else if (!isOver(active.run)) await active.over.promise
  }

  #next(): void {
    while (this.#running < this.#limits.running) {
      const number = this.#queue.shift()
      const active = number === undefined ? undefined : this.#active.get(number)
      if (active === undefined) return
      const free = this.#takePlace()
      // One run that cannot even be recorded must not keep the others from running.
      void this.#execute(active, free)
        .catch(() => {})
        .finally(free)
    }
  }

  /** Takes a place among the imports that read; the result frees it, once. */
  #takePlace(): () => void {
    let isTaken = true
    this.#running += 1
    return () => {
      if (!isTaken) return
      isTaken = false
      this.#running -= 1
      this.#next()
    }
  }

  async #execute(active: ActiveRun, onRead: () => void): Promise<void> {
    const { request } = active.run
    const { import: longest, grace } = this.#limits
    const deadline = startDeadline(active.stop.signal, longest)
    const { signal } = deadline
    this.#change(active, { status: 'running', progress: undefined })
    const onProgress = (progress: ImportProgress) => {
      if (!isOver(active.run)) this.#change(active, { status: 'running', progress })
    }
    let state: ImportRunState
    try {
      if (!(await this.#dependencies.runs.update(active.run))) active.stop.abort('taken-over')
      signal.throwIfAborted()
      const { readConfiguration: configuration } = this.#dependencies
      const options = { configuration, signal, onProgress, onRead, limits: this.#limits }
      const report = await untilAborted(runImport(request, this.#dependencies, options), signal, grace)
      state = { status: 'finished', at: this.#dependencies.now(), report }
    } catch (error) {
      state = this.#failure(deadline.isOver() ? tooLong(longest) : error, active.stop.signal)
    }
    deadline.clear()
    await this.#settle(active, state)
  }

  /** Records how a run ended. If even that fails, the run stays here, where people can still see how it ended. */
  async #settle(active: ActiveRun, state: ImportRunState): Promise<void> {
    try {
      await this.#record({ ...active.run, state })
    } finally {
      this.#change(active, state)
      active.over.resolve(undefined)
    }
    await this.#prune().catch(() => {})
  }

  async #record(run: ImportRun): Promise<void> {
    await this.#dependencies.runs.update(run)
    this.#active.delete(run.number)
  }

  async #prune(): Promise<void> {
    await this.#dependencies.runs.prune(retentionAt(this.#dependencies.now()))
  }

  /** Stops what others ask to stop or have declared over, and records what could not be recorded. */
  async #onHeartbeat(found: ReadonlyMap<number, RunOnRecord>): Promise<void> {
    for (const [number, onRecord] of found) {
      const active = this.#active.get(number)
      if (active === undefined) continue
      if (isOver(active.run)) await this.#record(active.run)
      else if (onRecord !== 'unfinished')
        void this.#stop(active, onRecord === 'over' ? 'taken-over' : undefined).catch(() => {})
    }
  }

  #failure(error: unknown, signal: AbortSignal): ImportRunState {
    const at = this.#dependencies.now()
    if (signal.aborted) {
      const reason: unknown = signal.reason
      return { status: reason === 'closing' || reason === 'taken-over' ? 'interrupted' : 'cancelled', at }
    }
    const { code, message, hint } = toPlatformError(error)
    return { status: 'failed', at, code, message, hint }
  }

  #change(active: ActiveRun, state: ImportRunState): void {
    active.run = { ...active.run, state }
    for (const listener of active.listeners) listener()
  }
}

function tooLong(milliseconds: number): PlatformError {
  const minutes = Math.round(milliseconds / 60_000)
  return new PlatformError('cancelled', `The import took longer than ${minutes} minutes and was stopped.`, {
    hint: 'What it has proposed stays. Import fewer repositories at a time.',
  })
}

/** True if the first request is for everything that is configured, and the second for one repository of that. */
function doesMore(first: ImportRequest, second: ImportRequest): boolean {
  const isWhole = first.configured === true && first.only === undefined && first.dryRun !== true
  return isWhole && second.only !== undefined
}

/** The request is recorded and shown: no secret may be in it. */
function refuseCredentials({ repositories }: ImportRequest): void {
  if (!repositories.some(({ address }) => carriesCredentials(address))) return
  throw new InputError('The address of a repository carries credentials.', {
    hint: "Leave them out; git's credential helper supplies them.",
  })
}
