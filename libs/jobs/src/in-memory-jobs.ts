import type { JobKind, RetryPolicy } from './job-kind.ts'
import type { JobMonitor, JobRecord, JobState } from './job-monitor.ts'
import { checkJob, type JobQueue, type NewJob } from './job-queue.ts'
import type { JobAttempt, JobHandler, JobOutcome, JobWorker } from './job-worker.ts'
import { performAttempt } from './perform-attempt.ts'

interface StoredJob {
  readonly id: string
  readonly kind: JobKind
  readonly payload: unknown
  readonly key: string | undefined
  readonly priority: number
  readonly createdAt: Date
  dueAt: number
  attempt: number
  running: boolean
  startedAt?: Date
  failedAt?: Date
  error?: string
}

export interface InMemoryJobsOptions {
  readonly onOutcome?: ((outcome: JobOutcome) => void) | undefined
}

/** Keeps and runs jobs as long as the process runs. Schedules are not kept: tests enqueue what they want to happen. */
export class InMemoryJobs implements JobQueue, JobWorker, JobMonitor {
  readonly #onOutcome: (outcome: JobOutcome) => void
  readonly #closing = new AbortController()
  readonly #running = new Set<Promise<void>>()
  #jobs: readonly StoredJob[] = []
  #failed: readonly StoredJob[] = []
  #handlers: readonly JobHandler[] = []
  #count = 0

  constructor({ onOutcome = () => {} }: InMemoryJobsOptions = {}) {
    this.#onOutcome = onOutcome
  }

  async enqueue<Payload>(job: NewJob<Payload>): Promise<string | undefined> {
    const payload: unknown = structuredClone(checkJob(job))
    const { kind, key, delay = 0, priority = 0 } = job
    const isSame = (other: StoredJob) => other.kind.name === kind.name && other.key === key
    const isInTheWay = (other: StoredJob) => isSame(other) && (kind.keys === 'exclusive' || !other.running)
    if (key !== undefined && this.#jobs.some(isInTheWay)) return undefined
    const id = String((this.#count += 1))
    const createdAt = new Date()
    const dueAt = createdAt.getTime() + delay
    const stored = { id, kind: kind as JobKind, payload, key, priority, createdAt, dueAt }
    this.#jobs = [...this.#jobs, { ...stored, attempt: 0, running: false }]
    this.#wake(delay)
    return id
  }

  async work(handlers: readonly JobHandler[]): Promise<void> {
    this.#handlers = handlers
    this.#wake(0)
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.allSettled(this.#running)
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
    return this.#jobs.filter(({ running }) => running === (state === 'running'))
  }

  #wake(delay: number): void {
    // Timers may be early by a millisecond, after which nothing would wake the job.
    setTimeout(() => this.#next(), delay + 2)
  }

  #next(): void {
    if (this.#closing.signal.aborted) return
    for (const handler of this.#handlers) {
      for (let job = this.#find(handler); job !== undefined; job = this.#find(handler)) {
        const work = this.#perform(handler, job)
        this.#running.add(work)
        void work.finally(() => this.#running.delete(work))
      }
    }
  }

  #find({ kind, concurrency = 1 }: JobHandler): StoredJob | undefined {
    const own = this.#jobs.filter((job) => job.kind.name === kind.name)
    const running = own.filter((job) => job.running)
    if (running.length >= concurrency) return undefined
    const isFree = ({ key }: StoredJob) => key === undefined || !running.some((other) => other.key === key)
    const due = own.filter((job) => !job.running && job.dueAt <= Date.now() && isFree(job))
    return due.toSorted((left, right) => right.priority - left.priority)[0]
  }

  async #perform(handler: JobHandler, job: StoredJob): Promise<void> {
    const { kind } = handler
    job.running = true
    job.attempt += 1
    job.startedAt = new Date()
    const { id, payload, attempt } = job
    const closing = this.#closing.signal
    const signal = AbortSignal.any([closing, AbortSignal.timeout(kind.timeout)])
    const isLast = attempt >= kind.retry.attempts
    const run: JobAttempt = { id, payload, attempt, isLast, signal }
    const result = await performAttempt(handler, run, { closing, onOutcome: this.#onOutcome })
    job.running = false
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
  const { id, kind, payload, key, attempt, createdAt, dueAt, startedAt, failedAt, error } = job
  return {
    ...{ id, kind: kind.name, state, payload, key, attempt, attempts: kind.retry.attempts, createdAt, error },
    ...(state === 'waiting' ? { dueAt: new Date(dueAt) } : {}),
    ...(state === 'running' ? { startedAt } : {}),
    ...(state === 'failed' ? { failedAt } : {}),
  }
}

function delayAfter(attempt: number, { delay, longestDelay }: RetryPolicy): number {
  return Math.min(delay * 2 ** (attempt - 1), longestDelay)
}
