import type { IncomingMessage } from 'node:http'

/** The body came to more than what was announced or fits. */
export class BufferFullError extends Error {}

/** Reads bodies of deliveries into memory, of which all together may take only so much. */
export class DeliveryBuffer {
  readonly #limit: number
  #used = 0

  /** `limit` is in bytes. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** True if nothing is held; for tests. */
  get isEmpty(): boolean {
    return this.#used === 0
  }

  /**
   * Reads a body of at most `maximum` bytes; `release` gives its memory back. Who sends slowly holds only what has arrived.
   * Throws BufferFullError, or what breaks the connection, with nothing held.
   */
  async read(body: IncomingMessage, maximum: number): Promise<{ readonly bytes: Buffer; release(): void }> {
    const chunks: Buffer[] = []
    let size = 0
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        if (size + chunk.length > maximum || this.#used + chunk.length > this.#limit)
          throw new BufferFullError()
        size += chunk.length
        this.#used += chunk.length
        chunks.push(chunk)
      }
    } catch (error) {
      this.#used -= size
      throw error
    }
    return { bytes: Buffer.concat(chunks), release: () => void (this.#used -= size) }
  }
}
