import { CancelledError } from '@groundplan/errors'

/** Settles with the work, or rejects with the signal's reason on abort. The work may continue, but nobody waits for it. */
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
  /** True if the deadline passed, false if only the outer signal was aborted. */
  isOver(): boolean
  /** Call it when the work is done. */
  clear(): void
}

/** A signal that aborts with the outer one, or after the given milliseconds. */
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
