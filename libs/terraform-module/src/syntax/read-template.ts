import { codeAt, codes, createCursor, skipBlanks } from './cursor.ts'
import { FileSyntaxError } from './file-syntax-error.ts'
import { readPiece } from './read-text.ts'
import { scanExpression } from './scan-expression.ts'

/** A piece of unescaped text, or the source of an interpolated expression. */
export type TemplatePart = string | { readonly source: string }

export interface Template {
  readonly parts: readonly TemplatePart[]
  /** Index after the closing quote. */
  readonly end: number
}

/** The parts of the text in the quotes that open at an index; `undefined` if it has directives or is not complete. */
export function readTemplate(text: string, start: number): Template | undefined {
  const parts: TemplatePart[] = []
  let index = start + 1
  while (text.charAt(index) !== '"') {
    const piece = readPiece(text, index)
    const interpolation = piece === undefined ? readInterpolation(text, index) : undefined
    const part = piece?.value ?? interpolation
    if (part === undefined) return undefined
    parts.push(part)
    index = piece?.end ?? interpolation?.end ?? text.length
  }
  return { parts, end: index + 1 }
}

function readInterpolation(text: string, start: number): { source: string; end: number } | undefined {
  if (!text.startsWith('${', start) || text.charAt(start + 2) === '~') return undefined
  const cursor = createCursor(text, { index: start + 2 })
  cursor.newlines = false
  try {
    skipBlanks(cursor)
    scanExpression(cursor)
  } catch (error) {
    if (error instanceof FileSyntaxError) return undefined
    throw error
  }
  if (codeAt(cursor) !== codes.closeBrace) return undefined
  return { source: text.slice(start + 2, cursor.lastEnd), end: cursor.index + 1 }
}
