import { CancelledError } from '@groundplan/errors'

/** What work throws, or the signal's reason as soon as it is given: the work may go on, but nobody waits for it. */
export function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal, grace = 0): Promise<Result> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const leave = () => reject(toError(signal.reason))
    const onAbort = () => {
      if (grace === 0) leave()
      else timer = setTimeout(leave, grace)
    }
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort)
    work.then(resolve, reject).finally(end)
  })
}

function toError(reason: unknown): Error {
  return reason instanceof Error && reason.name !== 'AbortError' ? reason : new CancelledError()
}

export interface Deadline {
  readonly signal: AbortSignal
  /** True if the time was up, and not only the outer signal given. */
  isOver(): boolean
  /** Call it when the work is done. */
  clear(): void
}

/** A signal that is given when the outer one is, or when so many milliseconds are over. */
export function startDeadline(outer: AbortSignal, milliseconds: number): Deadline {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), milliseconds)
  timer.unref()
  return {
    signal: AbortSignal.any([outer, late.signal]),
    isOver: () => late.signal.aborted && !outer.aborted,
    clear: () => clearTimeout(timer),
  }
}
