import type { JobAttempt, JobHandler, JobWorker } from './job-worker.ts'
import type { RunningJob, WorkerRecord, WorkerStore } from './worker-store.ts'

/** How often a worker says that it is there, in milliseconds. */
const beatInterval = 30_000

/** A worker that is silent for longer is taken for dead, in milliseconds. */
export const longestSilence = 3 * beatInterval

/** Dead workers are listed for so long, in milliseconds. */
const deadFor = 24 * 3_600_000

/** False once a worker is taken for dead. */
export function isPresent({ seenAt }: Pick<WorkerRecord, 'seenAt'>, at: Date): boolean {
  return at.getTime() - seenAt.getTime() <= longestSilence
}

/** The pools that a worker serves which is not taken for dead. */
export function findServedPools(
  workers: readonly Pick<WorkerRecord, 'seenAt' | 'pools'>[],
  at: Date,
): ReadonlySet<string> {
  return new Set(workers.flatMap((worker) => (isPresent(worker, at) ? worker.pools : [])))
}

export interface ReportingWorkerOptions {
  readonly worker: JobWorker
  readonly store: WorkerStore
  readonly process: Pick<WorkerRecord, 'host' | 'pid' | 'version' | 'pools'>
  readonly now: () => Date
  /** Hears that the worker could not report; it goes on. */
  readonly onError: (error: unknown) => void
}

/** A worker that lets others see that it is there, and what it runs. */
export class ReportingWorker implements JobWorker {
  readonly #options: ReportingWorkerOptions
  readonly #id = crypto.randomUUID()
  readonly #running = new Map<string, RunningJob>()
  #startedAt: Date | undefined
  #timer: ReturnType<typeof setInterval> | undefined
  /** One report after the other: an older one must not replace a newer one. */
  #reporting: Promise<void> = Promise.resolve()

  constructor(options: ReportingWorkerOptions) {
    this.#options = options
  }

  async work(handlers: readonly JobHandler[]): Promise<void> {
    const { worker, store, now } = this.#options
    this.#startedAt = now()
    this.#report(() => store.removeSilent(new Date(now().getTime() - deadFor)))
    this.#report()
    this.#timer = setInterval(() => this.#report(), beatInterval)
    await worker.work(handlers.map((handler) => this.#watched(handler)))
    // From now on others know that it serves its pools.
    await this.#reporting
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    try {
      await this.#options.worker.close()
    } finally {
      if (this.#startedAt !== undefined) this.#report(() => this.#options.store.remove(this.#id))
      await this.#reporting
    }
  }

  #watched(handler: JobHandler): JobHandler {
    const run = async (job: JobAttempt) => {
      this.#running.set(job.id, { id: job.id, kind: handler.kind.name, startedAt: this.#options.now() })
      this.#report()
      try {
        await handler.run(job)
      } finally {
        this.#running.delete(job.id)
        this.#report()
      }
    }
    return { ...handler, run }
  }

  #report(write: () => Promise<void> = () => this.#put()): void {
    this.#reporting = this.#reporting.then(write).catch((error: unknown) => this.#options.onError(error))
  }

  async #put(): Promise<void> {
    const { store, process, now } = this.#options
    const at = now()
    await store.put({
      ...{ id: this.#id, ...process, startedAt: this.#startedAt ?? at, seenAt: at },
      running: [...this.#running.values()],
    })
  }
}
