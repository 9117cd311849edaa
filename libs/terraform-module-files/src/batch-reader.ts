import { Worker } from 'node:worker_threads'
import { errorMessage } from '@groundplan/errors'
import { inspectUnreadable, type InspectedModule } from './inspect-directory.ts'

export interface BatchReaderOptions {
  /** False to skip the JSON lines. */
  readonly lines: boolean
  /** The program that the thread runs: it replies to each list of directories with their modules, in order. */
  readonly program?: URL
}

interface Batch {
  readonly directories: readonly string[]
  readonly resolve: (modules: readonly InspectedModule[]) => void
}

/** After this many crashes of a thread, the directories of a batch are no longer retried one by one. */
const maximumDeaths = 8

/**
 * A thread that reads batches of directories. If it crashes, e.g. out of memory, it is replaced and its batch is retried directory
 * by directory, so that only the one that caused the crash is lost.
 */
export class BatchReader {
  readonly #lines: boolean
  readonly #program: URL
  #worker: Worker | undefined
  #waiting: Batch[] = []
  #deaths = 0
  #isClosed = false

  constructor({ lines, program = new URL('./inspect-worker.ts', import.meta.url) }: BatchReaderOptions) {
    this.#lines = lines
    this.#program = program
  }

  /** Never rejects: unreadable modules get a diagnostic. */
  read(directories: readonly string[]): Promise<readonly InspectedModule[]> {
    return new Promise((resolve) => this.#give({ directories, resolve }))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(this.#program, { workerData: { lines: this.#lines } })
    let reason: string | undefined
    worker.on('message', (modules: readonly InspectedModule[]) => this.#waiting.shift()?.resolve(modules))
    worker.on('error', (error) => (reason = errorMessage(error)))
    worker.on('exit', (code) => this.#replace(reason ?? `the thread exited with code ${code}`))
    return worker
  }

  #give(batch: Batch): void {
    this.#waiting.push(batch)
    this.#worker ??= this.#start()
    this.#worker.postMessage(batch.directories)
  }

  #replace(reason: string): void {
    if (this.#isClosed) return
    this.#deaths += 1
    const [deadly, ...others] = this.#waiting
    this.#waiting = []
    this.#worker = undefined
    for (const batch of others) this.#give(batch)
    if (deadly !== undefined) void this.#readAgain(deadly, reason)
  }

  async #readAgain({ directories, resolve }: Batch, reason: string): Promise<void> {
    const isKnown = directories.length === 1 || this.#deaths > maximumDeaths
    const answers = directories.map(async (directory) =>
      isKnown ? [await inspectUnreadable(directory, reason, this.#lines)] : this.read([directory]),
    )
    resolve((await Promise.all(answers)).flat())
  }
}
