/** A process that works on jobs. */
export interface WorkerRecord {
  /** New for each start of a process. */
  readonly id: string
  /** Name of its machine or container. */
  readonly host: string
  readonly pid: number
  /** Of Groundplan. */
  readonly version: string
  /** That it serves. */
  readonly pools: readonly string[]
  readonly startedAt: Date
  /** When it last said that it is there. */
  readonly seenAt: Date
  readonly running: readonly RunningJob[]
}

export interface RunningJob {
  readonly id: string
  /** Name of its kind. */
  readonly kind: string
  readonly startedAt: Date
}

/** Port: the workers that share the jobs. One that stops removes itself; one that dies stays, and is no longer seen. */
export interface WorkerStore {
  /** Adds a worker, or replaces what it said before. */
  put(worker: WorkerRecord): Promise<void>
  remove(id: string): Promise<void>
  /** Removes those that were last seen before a time. */
  removeSilent(before: Date): Promise<void>
  /** The one that was started last comes first. */
  list(): Promise<readonly WorkerRecord[]>
}

/** For tests. */
export class InMemoryWorkerStore implements WorkerStore {
  #workers: readonly WorkerRecord[] = []

  async put(worker: WorkerRecord): Promise<void> {
    await this.remove(worker.id)
    this.#workers = [...this.#workers, worker]
  }

  async remove(id: string): Promise<void> {
    this.#workers = this.#workers.filter((worker) => worker.id !== id)
  }

  async removeSilent(before: Date): Promise<void> {
    this.#workers = this.#workers.filter(({ seenAt }) => seenAt >= before)
  }

  async list(): Promise<readonly WorkerRecord[]> {
    return this.#workers.toSorted((left, right) => right.startedAt.getTime() - left.startedAt.getTime())
  }
}
