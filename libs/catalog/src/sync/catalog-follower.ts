import { PlatformError } from '@groundplan/errors'
import { syncCatalog, type CatalogDependencies } from './sync-catalog.ts'

export interface CatalogFollowerOptions {
  /** Receives background errors: each once, until a success or a different error. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/**
 * Keeps the catalog in step with the blueprint repository, in the background: who reads the catalog never waits for it. In this
 * process one synchronisation runs at a time, and those who ask for one meanwhile share the next.
 */
export class CatalogFollower {
  readonly #dependencies: CatalogDependencies
  readonly #onError: (error: unknown) => void
  #running: Promise<boolean> | undefined
  #next: Promise<boolean> | undefined
  #isThorough = false
  #timer: ReturnType<typeof setInterval> | undefined
  #reported: string | undefined

  constructor(dependencies: CatalogDependencies, { onError = ignore }: CatalogFollowerOptions = {}) {
    this.#dependencies = dependencies
    this.#onError = onError
  }

  /** Syncs the catalog with the repository's current state. Returns true if anything changed. */
  follow(): Promise<boolean> {
    if (this.#running === undefined) return this.#start()
    // A running sync may have read the repository before the caller changed it.
    this.#next ??= this.#running.then(ignore, ignore).then(() => {
      this.#next = undefined
      return this.#start()
    })
    return this.#next
  }

  /** Does something that changes the repository, and brings the catalog in step with it. */
  async change<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = await work()
    try {
      await this.follow()
    } catch (error) {
      // Another server has long work on the catalog; the change is made, and will be taken up.
      if (!(error instanceof PlatformError) || error.details?.['busy'] !== true) throw error
    }
    return result
  }

  /** Follows now, and from then on every so many milliseconds. Returns when the first time is over, however it went. */
  async start(interval: number): Promise<void> {
    this.#timer ??= setInterval(() => void this.#inBackground(), interval)
    this.#timer.unref()
    await this.#inBackground()
  }

  /** Stops following; resolves when no sync is running. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await (this.#next ?? this.#running)?.catch(ignore)
  }

  async #inBackground(): Promise<void> {
    if (this.#running !== undefined) return
    try {
      await this.#start()
      this.#reported = undefined
    } catch (error) {
      this.#report(error)
    }
  }

  #report(error: unknown): void {
    const text = String(error)
    if (text !== this.#reported) this.#onError(error)
    this.#reported = text
  }

  #start(): Promise<boolean> {
    const thorough = !this.#isThorough
    const running = syncCatalog(this.#dependencies, { thorough }).finally(() => (this.#running = undefined))
    this.#running = running
    running.then(() => (this.#isThorough = true), ignore)
    return running
  }
}

function ignore(): void {}
