import { codeAt, codes, refuse, skipBlanks, take, wordLength, type Cursor } from './cursor.ts'
import { FileSyntaxError } from './file-syntax-error.ts'
import { scanExpression, scanForIntroduction, takeWord } from './scan-expression.ts'

type Directive = 'if' | 'else' | 'for'

/** Moves over a text in quotes, with whatever it interpolates. */
export function scanQuoted(cursor: Cursor): void {
  const { text, index: start } = cursor
  const open: Directive[] = []
  cursor.index += 1
  while (true) {
    const code = text.charCodeAt(cursor.index)
    if (code === codes.quote) break
    if (code === codes.backslash) cursor.index += escapeLength(cursor)
    else if (code === codes.dollar || code === codes.percent) scanSequence(cursor, open)
    else if (code === codes.newline || code === codes.carriageReturn || Number.isNaN(code))
      throw new FileSyntaxError('Missing closing quote on this line.', start)
    else cursor.index += 1
  }
  if (open.length > 0) refuse(cursor, `"%{ end${open.at(-1) === 'for' ? 'for' : 'if'} }"`)
  take(cursor, 1)
}

/** Length of the escape at the cursor. */
export function escapeLength(cursor: Cursor): number {
  const { text, index } = cursor
  const selector = text.charAt(index + 1)
  if (selector !== '' && 'nrt"\\'.includes(selector)) return 2
  const digits = selector === 'u' ? 4 : selector === 'U' ? 8 : 0
  const code = text.slice(index + 2, index + 2 + digits)
  const isScalar = (value: number) => value <= 0x10ffff && (value < 0xd800 || value > 0xdfff)
  if (
    digits === 0 ||
    !/^[0-9a-fA-F]+$/.test(code) ||
    code.length !== digits ||
    !isScalar(Number.parseInt(code, 16))
  )
    throw new FileSyntaxError(`Invalid escape sequence "\\${selector}".`, index)
  return 2 + digits
}

/** At a `$` or `%`: an escaped one, an interpolation, a directive, or the character itself. */
function scanSequence(cursor: Cursor, open: Directive[]): void {
  const sign = codeAt(cursor)
  const next = codeAt(cursor, 1)
  if (next === sign && codeAt(cursor, 2) === codes.openBrace) cursor.index += 3
  else if (next !== codes.openBrace) cursor.index += 1
  else {
    const { newlines } = cursor
    cursor.newlines = false
    cursor.index += codeAt(cursor, 2) === codes.tilde ? 3 : 2
    skipBlanks(cursor)
    if (sign === codes.dollar) scanExpression(cursor)
    else scanDirective(cursor, open)
    if (codeAt(cursor) === codes.tilde) cursor.index += 1
    if (codeAt(cursor) !== codes.closeBrace) refuse(cursor, '"}" at the end of the template sequence')
    cursor.index += 1
    cursor.newlines = newlines
  }
}

function scanDirective(cursor: Cursor, open: Directive[]): void {
  const { text, index } = cursor
  const keyword = text.slice(index, index + wordLength(text, index))
  const last = open.at(-1)
  switch (keyword) {
    case 'if':
      open.push('if')
      takeWord(cursor, '"if"')
      scanExpression(cursor)
      return
    case 'for':
      open.push('for')
      scanForIntroduction(cursor)
      return
    case 'else':
      if (last !== 'if') refuse(cursor, 'no "else" here')
      open[open.length - 1] = 'else'
      break
    case 'endif':
    case 'endfor':
      if ((last === 'for') !== (keyword === 'endfor') || last === undefined)
        refuse(cursor, `no "${keyword}" here`)
      open.pop()
      break
    default:
      refuse(cursor, '"if", "else", "endif", "for" or "endfor"')
  }
  takeWord(cursor, 'a directive')
}

const introduction = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy

/** Consumes a heredoc through its closing marker, but not the newline after it. */
export function scanHeredoc(cursor: Cursor): void {
  const { text, index: start } = cursor
  introduction.lastIndex = start
  const match = introduction.exec(text)
  if (match === null) refuse(cursor, 'an expression')
  const marker = match[1] ?? ''
  const open: Directive[] = []
  cursor.index += match[0].length
  while (!isMarkerLine(text, cursor.index, marker)) {
    scanHeredocLine(cursor, open)
    if (cursor.index >= text.length)
      throw new FileSyntaxError(`Missing closing line "${marker}" of this heredoc.`, start)
  }
  if (open.length > 0) refuse(cursor, `"%{ end${open.at(-1) === 'for' ? 'for' : 'if'} }"`)
  const end = text.indexOf('\n', cursor.index)
  take(cursor, end - (text.charCodeAt(end - 1) === codes.carriageReturn ? 1 : 0) - cursor.index)
}

/** Go's white space, without newlines. */
const blankLine = /^[\t\v\f\r \u0085\p{Zs}\u2028\u2029]*$/u

/** True if the line contains only the marker. A last line without a newline does not count. */
function isMarkerLine(text: string, lineStart: number, marker: string): boolean {
  let index = lineStart
  while (text.charCodeAt(index) === codes.space || text.charCodeAt(index) === codes.tab) index += 1
  if (!text.startsWith(marker, index)) {
    if (!(text.charCodeAt(index) > 127)) return false
    return isMarkerText(text, lineStart, text.indexOf(marker, index), marker)
  }
  return isMarkerText(text, lineStart, index, marker)
}

function isMarkerText(text: string, lineStart: number, index: number, marker: string): boolean {
  const lineEnd = text.indexOf('\n', lineStart)
  if (index === -1 || lineEnd === -1 || index > lineEnd) return false
  return (
    blankLine.test(text.slice(lineStart, index)) && blankLine.test(text.slice(index + marker.length, lineEnd))
  )
}

/** Moves to the start of the next line of text; interpolations may have lines of their own. */
function scanHeredocLine(cursor: Cursor, open: Directive[]): void {
  const { text } = cursor
  while (cursor.index < text.length) {
    const code = text.charCodeAt(cursor.index)
    if (code === codes.newline) {
      cursor.index += 1
      return
    }
    if (code === codes.dollar || code === codes.percent) scanSequence(cursor, open)
    else if (code === codes.carriageReturn && codeAt(cursor, 1) !== codes.newline)
      refuse(cursor, 'a line feed after the carriage return')
    else cursor.index += 1
  }
}
