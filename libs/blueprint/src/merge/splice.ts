import type { Branch, Entry } from './tree.ts'

/** Puts `text` where `start` to `end` was. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Two texts: the one that is changed, and the one that new things come from. */
export interface SpliceTexts {
  readonly edited: string
  readonly generated: string
}

/** A container with what it is the value of, and whether braces or brackets are around that. */
export interface ContainerPlace {
  readonly container: Branch
  readonly owner: Entry
  readonly isOwnerInFlow: boolean
}

/** Carries splices out. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const pieces: string[] = []
  let from = 0
  for (const { start, end, text: piece } of splices) {
    // Splices that overlap mean different things for the same text: the first counts, and the result is judged as a whole.
    if (start < from) continue
    pieces.push(text.slice(from, start), piece)
    from = end
  }
  return pieces.join('') + text.slice(from)
}

/** How the text ends its lines. */
export function newlineOf(text: string): string {
  const end = text.indexOf('\n')
  return end > 0 && text[end - 1] === '\r' ? '\r\n' : '\n'
}
