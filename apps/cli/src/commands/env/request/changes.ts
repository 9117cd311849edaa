import type { ApiClient } from '@groundplan/api-client'

/** Milliseconds until a watch that broke is opened again. */
const pause = 1000

interface Watch {
  unsubscribe(): void
}

/** Tells when an environment changes, over a connection that is opened again whenever it breaks. */
export class Changes {
  readonly #id: string
  #client: ApiClient | undefined
  #watch: Watch | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #changed = false
  #wake: () => void = () => {}

  constructor(id: string) {
    this.#id = id
  }

  /** True as soon as it has changed since the last time; false after a while. */
  async next(client: ApiClient, milliseconds: number): Promise<boolean> {
    if (client !== this.#client) this.#open(client)
    if (!this.#changed) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    const changed = this.#changed
    this.#changed = false
    return changed
  }

  close(): void {
    clearTimeout(this.#retry)
    this.#watch?.unsubscribe()
  }

  #open(client: ApiClient): void {
    this.close()
    this.#client = client
    this.#watch = client.environments.watch.subscribe(
      { id: this.#id },
      {
        onData: () => this.#tell(),
        onError: () => {
          this.#retry = setTimeout(() => this.#open(client), pause)
        },
      },
    )
  }

  #tell(): void {
    this.#changed = true
    this.#wake()
  }
}
