import { Lexer } from 'yaml'
import type { Splice } from './splice.ts'
import { trimBlanks, trimBlanksEnd } from './text-lines.ts'

export interface Comment {
  readonly offset: number
  readonly text: string
}

/**
 * Markers that the lexer inserts around documents, scalars and flow collections. They are not part of the text.
 */
const marks = new Set(['\x02', '\x18', '\x1f'])

/** Every comment of a YAML text, in order. */
export function listComments(text: string): readonly Comment[] {
  const comments: Comment[] = []
  let offset = 0
  let isScalar = false
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('#') && !isScalar) comments.push({ offset, text: trimBlanksEnd(lexeme) })
    if (isScalar || !marks.has(lexeme)) offset += lexeme.length
    isScalar = !isScalar && lexeme === '\x1f'
  }
  return comments
}

/** The comments of a text that other texts lack, with duplicates counted. */
export function missingComments(
  comments: readonly Comment[],
  others: readonly (readonly Comment[])[],
): readonly Comment[] {
  const left = countTexts(comments)
  const counts = others.map(countTexts)
  for (const [text, count] of left)
    left.set(text, count - Math.max(0, ...counts.map((found) => found.get(text) ?? 0)))
  return comments.filter(({ text }) => {
    const count = left.get(text) ?? 0
    left.set(text, count - 1)
    return count > 0
  })
}

function countTexts(comments: readonly Comment[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { text } of comments) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

/**
 * The comment lines at the beginning of a text; undefined if it starts with something else, such as a
 * directive.
 */
export function headerOf(text: string, start: number): string | undefined {
  const header = text.slice(0, start)
  return /^\ufeff?(?:[ \t]*(?:#.*)?\r?\n)*$/.test(header) ? header : undefined
}

/** Replaces the comments at the top if the generator changed them and they were not edited. */
export function spliceHeader(
  base: string,
  edited: string,
  generated: string,
  newline: string,
): Splice | undefined {
  const [before, after] = [base, generated].map((header) =>
    trimBlanks(header.replaceAll('\r\n', '\n').replace('\ufeff', '')),
  )
  if (before === undefined || after === undefined || before === after) return undefined
  const written = before.replaceAll('\n', newline)
  const start = edited.indexOf(written)
  if (before === '' || start === -1) return undefined
  return { start, end: start + written.length, text: after.replaceAll('\n', newline) }
}
