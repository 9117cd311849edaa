export interface PollerOptions {
  /** Milliseconds between two turns as it is configured now; `undefined` if there are none. */
  readonly readInterval: () => Promise<number | undefined>
  /** One turn; the next one does not begin before its end. */
  readonly poll: (signal: AbortSignal) => Promise<void>
  /** Ends early, without an error, when the signal is given. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** From 0 to 1. */
  readonly random: () => number
  readonly onError: (error: unknown) => void
}

/** How soon it is looked again whether there is an interval, and how soon the first turn comes. */
const soon = 60_000

/** By how much turns come earlier or later, so that many servers do not ask a host at the same moment. */
const jitter = 0.1

/** Does something again and again, never twice at once, until it is closed. A changed interval counts from the next turn on. */
export class Poller {
  readonly #options: PollerOptions
  readonly #stop = new AbortController()
  readonly #finished: Promise<void>

  constructor(options: PollerOptions) {
    this.#options = options
    this.#finished = this.#run()
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#finished
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    const { wait, random } = this.#options
    const spread = () => 1 + jitter * (2 * random() - 1)
    // What was missed while the server did not run is found soon.
    let pause = soon
    while (true) {
      await wait(pause * spread(), signal)
      if (signal.aborted) return
      const before = await this.#try(() => this.#options.readInterval())
      if (before !== undefined) await this.#try(() => this.#options.poll(signal))
      if (signal.aborted) return
      pause = (await this.#try(() => this.#options.readInterval())) ?? soon
    }
  }

  async #try<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work()
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#options.onError(error)
      return undefined
    }
  }
}
