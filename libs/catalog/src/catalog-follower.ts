import { followRepository, type CatalogDependencies } from './follow-repository.ts'

export interface CatalogFollowerOptions {
  /** Milliseconds that a reader waits for the newest state before it gets the one before; without end if absent. */
  readonly patience?: number | undefined
}

/** How old what readers get may be while changes are made that are followed themselves, in milliseconds. */
const recently = 2000

/** Follows the blueprint repository for everybody in this process: those who ask at the same time share one look. */
export class CatalogFollower {
  readonly #dependencies: CatalogDependencies
  readonly #patience: number | undefined
  #running: Promise<boolean> | undefined
  #next: Promise<boolean> | undefined
  #hasFollowed = false
  #followedAt = -Infinity
  /** How many changes are being made. */
  #changes = 0

  constructor(dependencies: CatalogDependencies, { patience }: CatalogFollowerOptions = {}) {
    this.#dependencies = dependencies
    this.#patience = patience
  }

  /** Brings the catalog in step with what is in the repository when this is called. Returns true if something had changed. */
  follow(): Promise<boolean> {
    if (this.#running === undefined) return this.#start()
    // What runs may have looked at the repository before the caller changed it.
    this.#next ??= this.#running.then(ignore, ignore).then(() => {
      this.#next = undefined
      return this.#start()
    })
    return this.#next
  }

  /** Does something that changes the repository, and brings the catalog in step with it. */
  async change<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#changes += 1
    try {
      const result = await work()
      await this.follow()
      return result
    } finally {
      this.#changes -= 1
    }
  }

  /**
   * The same for those who only read. While changes of this process are being taken up, or if that takes long, they get what
   * is there.
   */
  async look(): Promise<void> {
    if (this.#changes > 0 && performance.now() - this.#followedAt < recently) return
    const looking = this.#next ?? this.#running ?? this.#start()
    if (!this.#hasFollowed || this.#patience === undefined) await looking
    else if (this.#next === undefined) await firstOf(looking, this.#patience)
  }

  #start(): Promise<boolean> {
    const running = followRepository(this.#dependencies).finally(() => (this.#running = undefined))
    this.#running = running
    running.then(() => {
      this.#hasFollowed = true
      this.#followedAt = performance.now()
    }, ignore)
    return running
  }
}

function ignore(): void {}

/** Waits for the work, but no longer than so many milliseconds. Throws what the work throws in that time. */
async function firstOf(work: Promise<unknown>, milliseconds: number): Promise<void> {
  work.catch(ignore)
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
