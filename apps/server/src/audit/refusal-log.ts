import { anonymousActor, type Actor } from '@groundplan/actor'
import type { NewEvent } from '@groundplan/events'

/** Something that was refused to somebody. */
export interface Refusal {
  readonly type: 'access.denied' | 'access.unauthenticated' | 'access.rate-limited'
  readonly actor: Actor
  /** What was asked for: a procedure, or method and path. */
  readonly target: string
  readonly reason: string
  readonly address: string | undefined
  readonly correlationId: string
  /** In which it was refused; absent: before anybody knew. */
  readonly spaceId?: string | undefined
  /** Refusals with the same key are one event per minute, with their number. */
  readonly key: string
}

export interface RefusalLogOptions {
  readonly record: (event: NewEvent, spaceId: string | undefined) => Promise<void>
  readonly now: () => Date
  readonly onError: (error: unknown) => void
  /** Milliseconds in which repetitions are counted; a minute if absent. */
  readonly interval?: number | undefined
}

/** Different refusals that are recorded in an interval; further ones are only counted. */
export const mostRefusals = 30

interface Repetition {
  readonly refusal: Refusal
  count: number
}

/**
 * Records refusals as events, the first of its kind at once. Repetitions are counted and recorded once per interval, so that a flood of
 * requests fills neither the database nor the memory.
 */
export class RefusalLog {
  readonly #options: RefusalLogOptions
  readonly #seen = new Map<string, Repetition>()
  readonly #recording = new Set<Promise<void>>()
  readonly #timer: NodeJS.Timeout
  #uncounted = 0

  constructor(options: RefusalLogOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.#summarize(), options.interval ?? 60_000).unref()
  }

  note(refusal: Refusal): void {
    const known = this.#seen.get(refusal.key)
    if (known !== undefined) known.count += 1
    else if (this.#seen.size >= mostRefusals) this.#uncounted += 1
    else {
      this.#seen.set(refusal.key, { refusal, count: 0 })
      this.#record(refusal)
    }
  }

  /** Records what is counted so far, and waits until everything is recorded. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#summarize()
    await Promise.all(this.#recording)
  }

  #summarize(): void {
    for (const [key, repetition] of this.#seen) {
      const { refusal, count } = repetition
      if (count === 0) this.#seen.delete(key)
      else this.#record(refusal, { repetitions: count })
      repetition.count = 0
    }
    if (this.#uncounted === 0) return
    const reason = 'More kinds of refusals than are recorded in a minute.'
    const event = {
      at: this.#options.now(),
      actor: anonymousActor,
      type: 'access.rate-limited',
      reason,
    } as const
    this.#write({ ...event, subject: { kind: 'request', id: '*' }, after: { unrecorded: this.#uncounted } })
    this.#uncounted = 0
  }

  #record(refusal: Refusal, after?: NewEvent['after']): void {
    const { type, actor, target, reason, address, correlationId, spaceId } = refusal
    const event = { at: this.#options.now(), actor, type, subject: { kind: 'request', id: target } } as const
    this.#write({ ...event, reason, after, correlationId, sourceAddress: address }, spaceId)
  }

  #write(event: NewEvent, spaceId?: string): void {
    const writing: Promise<void> = this.#options
      .record(event, spaceId)
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => this.#recording.delete(writing))
    this.#recording.add(writing)
  }
}
