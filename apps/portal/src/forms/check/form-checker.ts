import type { CheckAnswer, CheckRequest } from './check-form.ts'

/** What the worker tells: that it listens, what it has found so far, and that this is all. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly answer: CheckAnswer }
  | { readonly kind: 'done' }

/** The part of a `Worker` that checks use. */
export interface CheckPort {
  onmessage: ((event: MessageEvent<WorkerMessage>) => unknown) | null
  onerror: ((event: ErrorEvent) => unknown) | null
  postMessage(request: CheckRequest): void
  terminate(): void
}

/** `partial` where time was up or the worker failed: `answer` is what it had found by then, if anything. */
export type CheckResult =
  | { readonly kind: 'complete'; readonly answer: CheckAnswer }
  | { readonly kind: 'partial'; readonly answer: CheckAnswer | undefined }
  | { readonly kind: 'superseded' }

export interface CheckLimits {
  /** How long the worker may take to load, in milliseconds. */
  readonly start: number
  /** How long it may take for one check, in milliseconds. */
  readonly check: number
}

const usualLimits: CheckLimits = { start: 10_000, check: 1_000 }

/** Checks forms in a worker that is ended, and started anew for the next check, when it does not answer in time. */
export class FormChecker {
  #worker: CheckPort | undefined
  #isReady = false
  #supersede: (() => void) | undefined
  readonly #open: () => CheckPort
  readonly #limits: CheckLimits

  constructor(open: () => CheckPort, limits: CheckLimits = usualLimits) {
    this.#open = open
    this.#limits = limits
  }

  /** Never rejects. A check that another one, or `close`, overtakes is superseded. */
  check(request: CheckRequest): Promise<CheckResult> {
    this.#supersede?.()
    return new Promise((resolve) => {
      let answer: CheckAnswer | undefined
      let timer: ReturnType<typeof setTimeout>
      const finish = (result: CheckResult) => {
        clearTimeout(timer)
        this.#supersede = undefined
        if (result.kind !== 'complete') this.#end()
        resolve(result)
      }
      const giveUp = () => finish({ kind: 'partial', answer })
      const begin = (worker: CheckPort) => {
        clearTimeout(timer)
        timer = setTimeout(giveUp, this.#limits.check)
        worker.postMessage(request)
      }
      this.#supersede = () => finish({ kind: 'superseded' })
      timer = setTimeout(giveUp, this.#limits.start)
      try {
        const worker = (this.#worker ??= this.#open())
        worker.onerror = giveUp
        worker.onmessage = ({ data }) => {
          if (data.kind === 'answer') answer = data.answer
          if (data.kind === 'done')
            finish(answer ? { kind: 'complete', answer } : { kind: 'partial', answer })
          if (data.kind !== 'ready') return
          this.#isReady = true
          begin(worker)
        }
        if (this.#isReady) begin(worker)
      } catch {
        giveUp()
      }
    })
  }

  /** Ends the worker. Another check starts a new one. */
  close(): void {
    this.#supersede?.()
    this.#end()
  }

  #end(): void {
    this.#worker?.terminate()
    this.#worker = undefined
    this.#isReady = false
  }
}

/** A worker as browsers start it. */
export function openCheckWorker(): CheckPort {
  return new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' })
}
