import { ConflictError } from '@groundplan/errors'
import type { ActiveRun } from './import-runner.ts'
import { isOver, type ImportRun } from './import-run.ts'

/** Gives a run of this server now and after every change until it is over. */
export async function* watchActiveRun(active: ActiveRun, signal: AbortSignal): AsyncGenerator<ImportRun> {
  let wake = () => {}
  const listener = () => wake()
  active.listeners.add(listener)
  signal.addEventListener('abort', listener)
  try {
    let { run } = active
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

export interface StoredWatch {
  readonly signal: AbortSignal
  /** Milliseconds between two looks. */
  readonly pause: number
}

/** The same for a run of another server, which is looked at again and again. */
export async function* watchStoredRun(
  read: () => Promise<ImportRun>,
  { signal, pause }: StoredWatch,
): AsyncGenerator<ImportRun> {
  let shown: string | undefined
  while (true) {
    const run = await read()
    const state = JSON.stringify(run.state)
    if (state !== shown) yield run
    if (isOver(run) || signal.aborted) return
    shown = state
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, pause)
      signal.addEventListener('abort', end)
    })
    if (signal.aborted) return
  }
}

/** Counts who watches which run, and refuses those who are too many. */
export class WatcherCounts {
  readonly #most: number
  readonly #counts = new Map<number, number>()

  constructor(most: number) {
    this.#most = most
  }

  /** Returns what to call when the watcher leaves. Throws ConflictError. */
  enter(number: number): () => void {
    const count = this.#counts.get(number) ?? 0
    if (count >= this.#most) {
      throw new ConflictError(`Too many clients are watching import ${number} (${this.#most}).`, {
        hint: 'Ask for the import now and then instead of watching it.',
      })
    }
    this.#counts.set(number, count + 1)
    return () => {
      const left = (this.#counts.get(number) ?? 1) - 1
      if (left === 0) this.#counts.delete(number)
      else this.#counts.set(number, left)
    }
  }
}
