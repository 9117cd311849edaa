import { FileSyntaxError } from './file-syntax-error.ts'

/** A place in an HCL text that moves forward while the text is scanned. */
export interface Cursor {
  readonly text: string
  /** Index of the next token, once blanks are skipped. */
  index: number
  /** Index right after the last consumed token. */
  lastEnd: number
  /** True where a newline ends an argument; false inside brackets, where it is a blank. */
  newlines: boolean
  /** How many expressions and bodies are open. */
  depth: number
  /** If present, receives `[start, end)` of every variable and the attributes asked of it, e.g. `module.vpc.id`. */
  readonly traversals: [start: number, end: number][] | undefined
}

export const codes = {
  tab: 9,
  newline: 10,
  carriageReturn: 13,
  space: 32,
  bang: 33,
  quote: 34,
  hash: 35,
  dollar: 36,
  percent: 37,
  ampersand: 38,
  openParenthesis: 40,
  closeParenthesis: 41,
  star: 42,
  plus: 43,
  comma: 44,
  minus: 45,
  dot: 46,
  slash: 47,
  zero: 48,
  nine: 57,
  colon: 58,
  less: 60,
  equals: 61,
  greater: 62,
  question: 63,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  underscore: 95,
  openBrace: 123,
  bar: 124,
  closeBrace: 125,
  tilde: 126,
} as const

/** Deepest nesting that is read. Go's parser has no limit of its own; no real configuration comes near this one. */
const maximumDepth = 400

export function createCursor(text: string, options: { index?: number; collect?: boolean } = {}): Cursor {
  const { index = 0, collect = false } = options
  return { text, index, lastEnd: index, newlines: true, depth: 0, traversals: collect ? [] : undefined }
}

export function codeAt({ text, index }: Cursor, ahead = 0): number {
  return text.charCodeAt(index + ahead)
}

/** Consumes a token and the whitespace after it. */
export function take(cursor: Cursor, length: number): void {
  cursor.index += length
  cursor.lastEnd = cursor.index
  skipBlanks(cursor)
}

/** Moves to the next token: over white space and comments and, where they do not count, newlines. */
export function skipBlanks(cursor: Cursor): void {
  const { text, newlines } = cursor
  let { index } = cursor
  while (true) {
    const code = text.charCodeAt(index)
    if (code === codes.space || code === codes.tab) index += 1
    else if (code === codes.newline && !newlines) index += 1
    else if (code === codes.carriageReturn && !newlines && text.charCodeAt(index + 1) === codes.newline)
      index += 2
    else if (code === codes.hash || code === codes.slash) {
      const end = commentEnd(text, index)
      if (end === index) break
      index = end
    } else break
  }
  cursor.index = index
}

/** Index after the comment that starts here, or the same index if there is none. A line comment excludes its newline. */
function commentEnd(text: string, index: number): number {
  const next = text.charCodeAt(index + 1)
  if (text.charCodeAt(index) === codes.hash || next === codes.slash) {
    const end = text.indexOf('\n', index)
    return end === -1 ? text.length : end
  }
  const end = next === codes.star ? text.indexOf('*/', index + 2) : -1
  return end === -1 ? index : end + 2
}

/** True at a newline, or at the end of the text. */
export function isAtLineEnd(cursor: Cursor): boolean {
  const code = codeAt(cursor)
  if (code === codes.newline || cursor.index >= cursor.text.length) return true
  return code === codes.carriageReturn && codeAt(cursor, 1) === codes.newline
}

const wordStart = /[\p{ID_Start}_]/u
const wordRest = /[\p{ID_Continue}-]*/uy

/** Length of the identifier at an index, or 0. */
export function wordLength(text: string, index: number): number {
  if (!isWordStart(text.charCodeAt(index))) return unicodeWordLength(text, index, index)
  let end = index + 1
  while (isWordPart(text.charCodeAt(end))) end += 1
  return text.charCodeAt(end) > 127 ? unicodeWordLength(text, index, end) : end - index
}

function unicodeWordLength(text: string, start: number, end: number): number {
  if (!(text.charCodeAt(end) > 127)) return end - start
  if (start === end && !wordStart.test(String.fromCodePoint(text.codePointAt(start) ?? 0))) return 0
  wordRest.lastIndex =
    start === end && (text.codePointAt(start) ?? 0) > 0xffff ? start + 2 : Math.max(end, start + 1)
  wordRest.exec(text)
  return wordRest.lastIndex - start
}

function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === codes.underscore
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === codes.minus
}

export function isDigit(code: number): boolean {
  return code >= codes.zero && code <= codes.nine
}

/** Enters a nesting level. The caller must decrement `depth` afterwards. */
export function enter(cursor: Cursor): void {
  cursor.depth += 1
  if (cursor.depth > maximumDepth)
    throw new FileSyntaxError(`Nesting exceeds ${maximumDepth} levels.`, cursor.index, 'nesting')
}

/** The text at the cursor, for messages. */
export function nameNext({ text, index }: Cursor): string {
  const character = text.codePointAt(index)
  if (character === undefined) return 'the end of the file'
  if (character === codes.newline || character === codes.carriageReturn) return 'the end of the line'
  return JSON.stringify(String.fromCodePoint(character))
}

/** Throws an error with what was expected at the cursor and what was found. */
export function refuse(cursor: Cursor, expected: string): never {
  throw new FileSyntaxError(`Expected ${expected}, found ${nameNext(cursor)}.`, cursor.index)
}
