import { InputError, NotFoundError, toPlatformError } from '@groundplan/errors'
import { carriesCredentials } from '@groundplan/scm'
import type { ImportProgress, ImportRequest } from './import-report.ts'
import { isOver, type ImportRun, type ImportRunState, type ImportRunStore } from './import-run.ts'
import type { ImportConfiguration } from './review/import-configuration.ts'
import { runImport, type ImportDependencies } from './run-import.ts'

export interface ImportRunnerDependencies extends ImportDependencies {
  readonly runs: ImportRunStore
  /** Reads what imports go by, anew for each; without it there is no configuration. */
  readonly readConfiguration?: (() => Promise<ImportConfiguration>) | undefined
}

interface ActiveRun {
  run: ImportRun
  readonly stop: AbortController
  readonly finished: Promise<void>
  readonly listeners: Set<() => void>
}

/** The reason with which runs are stopped when the server stops. */
const closing = Symbol('closing')

/** Runs imports in the background, one after the other, and lets any number of people watch. */
export class ImportRunner {
  readonly #dependencies: ImportRunnerDependencies
  readonly #active = new Map<number, ActiveRun>()
  #queue: Promise<void> = Promise.resolve()

  constructor(dependencies: ImportRunnerDependencies) {
    this.#dependencies = dependencies
  }

  /** Queues an import and returns its record at once. Throws InputError if an address carries credentials. */
  async start(request: ImportRequest): Promise<ImportRun> {
    refuseCredentials(request)
    const { runs, now } = this.#dependencies
    const run = await runs.add({ request, startedAt: now(), state: { status: 'waiting' } })
    const stop = new AbortController()
    const finished = this.#queue.then(() => this.#execute(run.number))
    // One run that cannot even be recorded must not keep the others from running.
    this.#queue = finished.catch(() => {})
    this.#active.set(run.number, { run, stop, finished, listeners: new Set() })
    return run
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

  async list(limit: number): Promise<readonly ImportRun[]> {
    const runs = await this.#dependencies.runs.list(limit)
    return runs.map((run) => this.#active.get(run.number)?.run ?? run)
  }

  /** Gives the run now and after every change until it is over. A slow reader misses steps in between, never the last one. */
  async *watch(number: number, signal: AbortSignal): AsyncGenerator<ImportRun> {
    const active = this.#active.get(number)
    if (active === undefined) {
      // Nothing will happen to a run that is not ours.
      yield await this.get(number)
      return
    }
    let wake = () => {}
    const listener = () => wake()
    active.listeners.add(listener)
    signal.addEventListener('abort', listener)
    try {
      let run = active.run
      yield run
      while (!isOver(run) && !signal.aborted) {
        if (run === active.run) await new Promise<void>((resolve) => (wake = resolve))
        if (signal.aborted) return
        run = active.run
        yield run
      }
    } finally {
      active.listeners.delete(listener)
      signal.removeEventListener('abort', listener)
    }
  }

  /** Asks a run to stop and waits until it has. Does nothing if it is over. */
  async cancel(number: number): Promise<ImportRun> {
    const active = this.#active.get(number)
    if (active !== undefined) await this.#stop(active, undefined)
    return active?.run ?? this.get(number)
  }

  /** Stops every run; call it before the database closes. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#active.values()].map((active) => this.#stop(active, closing)))
    await this.#queue
  }

  /** A run that still waits has nothing to finish, and need not wait for those before it. */
  async #stop(active: ActiveRun, reason: unknown): Promise<void> {
    const isWaiting = active.run.state.status === 'waiting' && !active.stop.signal.aborted
    active.stop.abort(reason)
    if (isWaiting) await this.#settle(active, this.#failure(undefined, active.stop.signal))
    else if (!isOver(active.run)) await active.finished
  }

  async #execute(number: number): Promise<void> {
    const active = this.#active.get(number)
    if (active === undefined || active.stop.signal.aborted) return
    const { request } = active.run
    const { signal } = active.stop
    this.#change(active, { status: 'running', progress: undefined })
    const onProgress = (progress: ImportProgress) => this.#change(active, { status: 'running', progress })
    let state: ImportRunState
    try {
      await this.#dependencies.runs.update(active.run)
      const { readConfiguration: configuration } = this.#dependencies
      const report = await runImport(request, this.#dependencies, { configuration, signal, onProgress })
      state = { status: 'finished', at: this.#dependencies.now(), report }
    } catch (error) {
      state = this.#failure(error, signal)
    }
    await this.#settle(active, state)
  }

  /** Records how a run ended. If even that fails, the run stays here, where people can still see how it ended. */
  async #settle(active: ActiveRun, state: ImportRunState): Promise<void> {
    try {
      await this.#dependencies.runs.update({ ...active.run, state })
      this.#active.delete(active.run.number)
    } finally {
      this.#change(active, state)
    }
  }

  #failure(error: unknown, signal: AbortSignal): ImportRunState {
    const at = this.#dependencies.now()
    if (signal.aborted) return { status: signal.reason === closing ? 'interrupted' : 'cancelled', at }
    const { code, message, hint } = toPlatformError(error)
    return { status: 'failed', at, code, message, hint }
  }

  #change(active: ActiveRun, state: ImportRunState): void {
    active.run = { ...active.run, state }
    for (const listener of active.listeners) listener()
  }
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
