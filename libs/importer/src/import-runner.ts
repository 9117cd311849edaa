import { CancelledError, NotFoundError, toPlatformError } from '@groundplan/errors'
import type { ImportProgress, ImportRequest } from './import-report.ts'
import { isOver, type ImportRun, type ImportRunState, type ImportRunStore } from './import-run.ts'
import { runImport, type ImportDependencies } from './run-import.ts'

export interface ImportRunnerDependencies extends ImportDependencies {
  readonly runs: ImportRunStore
}

interface ActiveRun {
  run: ImportRun
  readonly stop: AbortController
  readonly finished: Promise<void>
  readonly listeners: Set<() => void>
}

/** Runs imports in the background, one after the other, and lets any number of people watch. */
export class ImportRunner {
  readonly #dependencies: ImportRunnerDependencies
  readonly #active = new Map<number, ActiveRun>()
  #queue: Promise<void> = Promise.resolve()

  constructor(dependencies: ImportRunnerDependencies) {
    this.#dependencies = dependencies
  }

  /** Queues an import and returns its record at once. */
  async start(request: ImportRequest): Promise<ImportRun> {
    const { runs, now } = this.#dependencies
    const run = await runs.add({ request, startedAt: now(), state: { status: 'waiting' } })
    const stop = new AbortController()
    const finished = this.#queue.then(() => this.#execute(run.number))
    // One run that cannot even be recorded must not keep the others from running.
    this.#queue = finished.catch(() => {})
    this.#active.set(run.number, { run, stop, finished, listeners: new Set() })
    return run
  }

  /** The run as it is now. Throws NotFoundError. */
  async get(number: number): Promise<ImportRun> {
    const run = this.#active.get(number)?.run ?? (await this.#dependencies.runs.find(number))
    if (run !== undefined) return run
    throw new NotFoundError(`There is no import ${number}.`)
  }

  async list(limit: number): Promise<readonly ImportRun[]> {
    const runs = await this.#dependencies.runs.list(limit)
    return runs.map((run) => this.#active.get(run.number)?.run ?? run)
  }

  /** Gives the run now and after every change until it is over. A slow reader misses steps in between, never the last one. */
  async *watch(number: number, signal: AbortSignal): AsyncGenerator<ImportRun> {
    let changed = false
    let wake = () => {}
    const listener = () => {
      changed = true
      wake()
    }
    const active = this.#active.get(number)
    active?.listeners.add(listener)
    signal.addEventListener('abort', listener)
    try {
      while (true) {
        changed = false
        const run = await this.get(number)
        yield run
        if (isOver(run) || signal.aborted) return
        if (!changed) await new Promise<void>((resolve) => (wake = resolve))
        if (signal.aborted) return
      }
    } finally {
      active?.listeners.delete(listener)
      signal.removeEventListener('abort', listener)
    }
  }

  /** Asks a run to stop and waits until it has. Does nothing if it is over. */
  async cancel(number: number): Promise<ImportRun> {
    const active = this.#active.get(number)
    active?.stop.abort()
    await active?.finished
    return this.get(number)
  }

  /** Stops every run; call it before the database closes. */
  async close(): Promise<void> {
    for (const { stop } of this.#active.values()) stop.abort()
    await this.#queue
  }

  async #execute(number: number): Promise<void> {
    const active = this.#active.get(number)
    if (active === undefined) return
    const { request } = active.run
    const { signal } = active.stop
    this.#change(active, { status: 'running', progress: undefined })
    const onProgress = (progress: ImportProgress) => this.#change(active, { status: 'running', progress })
    let state: ImportRunState
    try {
      signal.throwIfAborted()
      await this.#dependencies.runs.update(active.run)
      const report = await runImport(request, this.#dependencies, { signal, onProgress })
      state = { status: 'finished', at: this.#dependencies.now(), report }
    } catch (error) {
      state = this.#failure(error, signal)
    }
    try {
      await this.#dependencies.runs.update({ ...active.run, state })
    } finally {
      this.#change(active, state)
      this.#active.delete(number)
    }
  }

  #failure(error: unknown, signal: AbortSignal): ImportRunState {
    const at = this.#dependencies.now()
    if (error instanceof CancelledError || signal.aborted) return { status: 'cancelled', at }
    const { code, message, hint } = toPlatformError(error)
    return { status: 'failed', at, code, message, hint }
  }

  #change(active: ActiveRun, state: ImportRunState): void {
    active.run = { ...active.run, state }
    for (const listener of active.listeners) listener()
  }
}
