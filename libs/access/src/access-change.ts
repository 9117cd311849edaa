import type { Actor } from '@groundplan/actor'

/** Who changed what others may do, and when. */
export interface AccessChange {
  readonly by: Actor
  readonly at: Date
}
