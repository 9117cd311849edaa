import type { Diagnostic } from '@groundplan/errors'

/** A diagnostic that is placed in the blueprint's data, not yet in its text. */
export interface Finding extends Omit<Diagnostic, 'file' | 'line' | 'column'> {
  readonly path: readonly string[]
}
