import type { Branch, Entry } from './tree.ts'

/** Replaces the text from `start` to `end`. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text that is changed, and the text that new content comes from. */
export interface SpliceTexts {
  readonly edited: string
  readonly generated: string
}

/** A container with its entry, and whether it is inside braces or brackets. */
export interface ContainerPlace {
  readonly container: Branch
  readonly owner: Entry
  readonly isOwnerInFlow: boolean
}

/** Applies splices to a text. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const pieces: string[] = []
  let from = 0
  for (const { start, end, text: piece } of splices) {
    // If splices overlap, only the first is applied, and the result is checked as a whole.
    if (start < from) continue
    pieces.push(text.slice(from, start), piece)
    from = end
  }
  return pieces.join('') + text.slice(from)
}

/** The line ending of a text. */
export function newlineOf(text: string): string {
  const end = text.indexOf('\n')
  return end > 0 && text[end - 1] === '\r' ? '\r\n' : '\n'
}
