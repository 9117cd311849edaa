import type { Actor } from '@groundplan/actor'

/** What is known of a secret of a space without its value, which nobody can read back. */
export interface StoredSecret {
  readonly name: string
  /** The only origins that it may be sent to: `https://api.github.com`. */
  readonly origins: readonly string[]
  readonly createdAt: Date
  readonly createdBy: Actor
  /** When the value was set last. */
  readonly changedAt: Date
  readonly changedBy: Actor
  /** To the minute; absent if it was never used. */
  readonly lastUse?: SecretUse | undefined
}

export interface SecretUse {
  readonly at: Date
  /** What needed the value, for people: `host github`. */
  readonly purpose: string
}
