import { ConflictError } from '@groundplan/errors'
import { isOver, type Import } from './import.ts'

export interface WatchOptions {
  readonly signal: AbortSignal
  /** Milliseconds between two looks. */
  readonly pause: number
}

/** Yields an import now and after every change until it ends, by polling. */
export async function* watchImport(
  read: () => Promise<Import>,
  { signal, pause }: WatchOptions,
): AsyncGenerator<Import> {
  let shown: string | undefined
  while (true) {
    const found = await read()
    const state = JSON.stringify(found.state)
    if (state !== shown) yield found
    if (isOver(found) || signal.aborted) return
    shown = state
    await wait(pause, signal)
    if (signal.aborted) return
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end)
  })
}

/** Counts the watchers of each import and rejects watchers over the limit. */
export class WatcherCounts {
  readonly #most: number
  readonly #counts = new Map<number, number>()

  constructor(most: number) {
    this.#most = most
  }

  /** Returns a function to call when the watcher leaves. Throws ConflictError. */
  enter(number: number): () => void {
    const count = this.#counts.get(number) ?? 0
    if (count >= this.#most) {
      throw new ConflictError(`Too many clients are watching import ${number} (${this.#most}).`, {
        hint: 'Poll the import instead of watching it.',
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
