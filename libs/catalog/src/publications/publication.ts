import type { Actor } from '@groundplan/actor'
import type { InputPresets } from '@groundplan/blueprint'

/** A blueprint that the members of a space see, with what the space sets of its inputs. */
export interface Publication extends InputPresets {
  readonly blueprint: string
  /** When it was published first, and by whom. */
  readonly publishedAt: Date
  readonly publishedBy: Actor
}
