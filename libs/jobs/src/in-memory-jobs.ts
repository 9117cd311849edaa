import type { JobKind, RetryPolicy } from './job-kind.ts'
import type { JobMonitor, JobRecord, JobState } from './job-monitor.ts'
import { checkJob, type JobQueue, type NewJob } from './job-queue.ts'
import type { JobAttempt, JobHandler, JobOutcome, JobWorker } from './job-worker.ts'
import { performAttempt } from './perform-attempt.ts'
import { defaultPool, dividePlaces } from './worker-pool.ts'

interface StoredJob {
  readonly id: string
  readonly kind: JobKind
  readonly payload: unknown
  readonly key: string | undefined
  readonly pool: string
  readonly priority: number
  readonly createdAt: Date
  dueAt: number
  attempt: number
  /** Who runs it. */
  worker?: Worker | undefined
  startedAt?: Date
  failedAt?: Date
  error?: string
}

/** Takes jobs; each has places of its own. */
interface Worker {
  readonly pools: readonly string[]
  readonly closing: AbortController
  readonly running: Set<Promise<void>>
  handlers: readonly JobHandler[]
}

export interface InMemoryJobsOptions {
  /** That its own worker serves; the default pool if absent. */
  readonly pools?: readonly string[] | undefined
  readonly onOutcome?: ((outcome: JobOutcome) => void) | undefined
}

/** Keeps and runs jobs as long as the process runs. Schedules are not kept: tests enqueue what they want to happen. */
export class InMemoryJobs implements JobQueue, JobWorker, JobMonitor {
  readonly #onOutcome: (outcome: JobOutcome) => void
  readonly #own: Worker
  #workers: readonly Worker[] = []
  #jobs: readonly StoredJob[] = []
  #failed: readonly StoredJob[] = []
  #count = 0

  constructor({ onOutcome = () => {}, pools = [defaultPool] }: InMemoryJobsOptions = {}) {
    this.#onOutcome = onOutcome
    this.#own = this.#add(pools)
  }

  async enqueue<Payload>(job: NewJob<Payload>): Promise<string | undefined> {
    const payload: unknown = structuredClone(checkJob(job))
    const { kind, key, delay = 0, priority = 0, pool = defaultPool } = job
    const isSame = (other: StoredJob) =>
      other.kind.name === kind.name && other.key === key && other.pool === pool
    const isInTheWay = (other: StoredJob) =>
      isSame(other) && (kind.keys === 'exclusive' || other.worker === undefined)
    if (key !== undefined && this.#jobs.some(isInTheWay)) return undefined
    const id = String((this.#count += 1))
    const createdAt = new Date()
    const dueAt = createdAt.getTime() + delay
    const stored = { id, kind: kind as JobKind, payload, key, pool, priority, createdAt, dueAt }
    this.#jobs = [...this.#jobs, { ...stored, attempt: 0 }]
    this.#wake(delay)
    return id
  }

  work(handlers: readonly JobHandler[]): Promise<void> {
    return this.#workOn(this.#own, handlers)
  }

  close(): Promise<void> {
    return this.#close(this.#own)
  }

  /** Another worker on the same jobs. */
  openWorker(pools: readonly string[]): JobWorker {
    const worker = this.#add(pools)
    return { work: (handlers) => this.#workOn(worker, handlers), close: () => this.#close(worker) }
  }

  #add(pools: readonly string[]): Worker {
    const worker = { pools, closing: new AbortController(), running: new Set<Promise<void>>(), handlers: [] }
    this.#workers = [...this.#workers, worker]
    return worker
  }

  async #workOn(worker: Worker, handlers: readonly JobHandler[]): Promise<void> {
    worker.handlers = handlers
    this.#wake(0)
  }

  async #close({ closing, running }: Worker): Promise<void> {
    closing.abort()
    await Promise.allSettled(running)
  }

  async list({ state, limit }: { readonly state: JobState; readonly limit: number }) {
    return this.#inState(state)
      .toSorted(orders[state])
      .slice(0, limit)
      .map((job) => toRecord(job, state))
  }

  async count() {
    const counted = (state: JobState) => this.#inState(state).length
    return { running: counted('running'), waiting: counted('waiting'), failed: counted('failed') }
  }

  #inState(state: JobState): readonly StoredJob[] {
    if (state === 'failed') return this.#failed
    return this.#jobs.filter(({ worker }) => (worker !== undefined) === (state === 'running'))
  }

  #wake(delay: number): void {
    // Timers may be early by a millisecond, after which nothing would wake the job.
    setTimeout(() => this.#next(), delay + 2)
  }

  #next(): void {
    for (const worker of this.#workers.filter(({ closing }) => !closing.signal.aborted))
      for (const handler of worker.handlers)
        for (const [pool, places] of dividePlaces(handler.kind, handler.concurrency ?? 1, worker.pools))
          this.#take(worker, handler, { pool, places })
  }

  #take(worker: Worker, handler: JobHandler, from: { readonly pool: string; readonly places: number }): void {
    for (let job = this.#find(worker, handler, from); job; job = this.#find(worker, handler, from)) {
      const work = this.#perform(worker, handler, job)
      worker.running.add(work)
      void work.finally(() => worker.running.delete(work))
    }
  }

  #find(
    worker: Worker,
    { kind }: JobHandler,
    { pool, places }: { readonly pool: string; readonly places: number },
  ): StoredJob | undefined {
    const own = this.#jobs.filter((job) => job.kind.name === kind.name && job.pool === pool)
    const running = own.filter((job) => job.worker !== undefined)
    if (running.filter((job) => job.worker === worker).length >= places) return undefined
    const isFree = ({ key }: StoredJob) => key === undefined || !running.some((other) => other.key === key)
    const due = own.filter((job) => job.worker === undefined && job.dueAt <= Date.now() && isFree(job))
    return due.toSorted((left, right) => right.priority - left.priority)[0]
  }

  async #perform(worker: Worker, handler: JobHandler, job: StoredJob): Promise<void> {
    const { kind } = handler
    job.worker = worker
    job.attempt += 1
    job.startedAt = new Date()
    const { id, payload, attempt } = job
    const closing = worker.closing.signal
    const signal = AbortSignal.any([closing, AbortSignal.timeout(kind.timeout)])
    const isLast = attempt >= kind.retry.attempts
    const run: JobAttempt = { id, payload, attempt, isLast, signal }
    const result = await performAttempt(handler, run, { closing, onOutcome: this.#onOutcome })
    job.worker = undefined
    if ('reason' in result) job.error = result.reason
    if (result.kind === 'retry') {
      const delay = delayAfter(attempt, kind.retry)
      job.dueAt = Date.now() + delay
      this.#wake(delay)
    } else if (result.kind !== 'stopped') this.#jobs = this.#jobs.filter((other) => other !== job)
    if (result.kind === 'give-up') {
      job.failedAt = new Date()
      this.#failed = [...this.#failed, job]
      await handler.onGivenUp?.(payload, result.reason).catch(() => {})
    }
    this.#wake(0)
  }
}

const orders = {
  running: (left: StoredJob, right: StoredJob) => timeOf(left.startedAt) - timeOf(right.startedAt),
  waiting: (left: StoredJob, right: StoredJob) =>
    right.priority - left.priority || left.dueAt - right.dueAt || Number(left.id) - Number(right.id),
  failed: (left: StoredJob, right: StoredJob) => timeOf(right.failedAt) - timeOf(left.failedAt),
} as const satisfies Record<JobState, (left: StoredJob, right: StoredJob) => number>

function timeOf(time: Date | undefined): number {
  return time?.getTime() ?? 0
}

function toRecord(job: StoredJob, state: JobState): JobRecord {
  const { id, kind, payload, key, pool, attempt, createdAt, dueAt, startedAt, failedAt, error } = job
  return {
    ...{ id, kind: kind.name, state, payload, key, attempt, attempts: kind.retry.attempts, createdAt, error },
    ...(pool === defaultPool ? {} : { pool }),
    ...(state === 'waiting' ? { dueAt: new Date(dueAt) } : {}),
    ...(state === 'running' ? { startedAt } : {}),
    ...(state === 'failed' ? { failedAt } : {}),
  }
}

function delayAfter(attempt: number, { delay, longestDelay }: RetryPolicy): number {
  return Math.min(delay * 2 ** (attempt - 1), longestDelay)
}
