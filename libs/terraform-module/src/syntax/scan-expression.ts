// Over 300 lines: one scanner, whose states refer to each other.
import { codeAt, codes, enter, isDigit, refuse, skipBlanks, take, wordLength, type Cursor } from './cursor.ts'
import { scanHeredoc, scanQuoted } from './scan-template.ts'

/**
 * Moves over one expression and the blanks behind it, and fails where HashiCorp's parser would. No tree is built: whoever wants
 * the value reads the text between where the cursor was and `lastEnd`.
 * Source: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export function scanExpression(cursor: Cursor): void {
  enter(cursor)
  scanOperand(cursor)
  for (let length = operatorLength(cursor); length > 0; length = operatorLength(cursor)) {
    take(cursor, length)
    scanOperand(cursor)
  }
  if (codeAt(cursor) === codes.question) {
    take(cursor, 1)
    scanExpression(cursor)
    takeColon(cursor, '":" and the value for when the condition is false')
    scanExpression(cursor)
  }
  cursor.depth -= 1
}

/** Length of the binary operator at the cursor, or 0. */
function operatorLength(cursor: Cursor): number {
  const code = codeAt(cursor)
  const next = codeAt(cursor, 1)
  switch (code) {
    case codes.plus:
    case codes.minus:
    case codes.star:
    case codes.slash:
    case codes.percent:
      return 1
    case codes.less:
      return next === codes.equals ? 2 : next === codes.less ? 0 : 1
    case codes.greater:
      return next === codes.equals ? 2 : 1
    case codes.equals:
    case codes.bang:
      return next === codes.equals ? 2 : 0
    case codes.ampersand:
    case codes.bar:
      return next === code ? 2 : 0
    default:
      return 0
  }
}

/** A term with leading signs and trailing attributes or indices. */
function scanOperand(cursor: Cursor): void {
  let code = codeAt(cursor)
  while (code === codes.minus || (code === codes.bang && codeAt(cursor, 1) !== codes.equals)) {
    take(cursor, 1)
    code = codeAt(cursor)
  }
  const start = cursor.index
  const isVariable = scanTerm(cursor, code)
  scanTraversal(cursor)
  if (isVariable) cursor.traversals?.push([start, cursor.lastEnd])
}

/** Takes one term; true if it is the name of a variable. */
function scanTerm(cursor: Cursor, code: number): boolean {
  switch (code) {
    case codes.quote:
      scanQuoted(cursor)
      break
    case codes.less:
      scanHeredoc(cursor)
      break
    case codes.openParenthesis:
      scanParenthesis(cursor)
      break
    case codes.openBracket:
      scanList(cursor)
      break
    case codes.openBrace:
      scanObject(cursor)
      break
    default:
      if (!isDigit(code)) return scanName(cursor)
      scanNumber(cursor)
  }
  return false
}

function scanParenthesis(cursor: Cursor): void {
  const { newlines } = cursor
  cursor.newlines = false
  take(cursor, 1)
  scanExpression(cursor)
  close(cursor, codes.closeParenthesis, newlines)
}

/** Consumes a closing bracket and restores the newline mode from before the opening one. */
function close(cursor: Cursor, code: number, newlines: boolean): void {
  if (codeAt(cursor) !== code) refuse(cursor, `"${String.fromCharCode(code)}"`)
  cursor.newlines = newlines
  take(cursor, 1)
}

const number = /\d+(?:\.[eE][+-]?\d+|(?:\.\d+)?(?:[eE][+-]?\d+)?)/y
/** HashiCorp's scanner reads all of `1.2.3` or `1.5.e3` as one number, which is then invalid. */
const numberGoesOn = /\.*(?:\d|[eE][+-]?\d)/y
/** More digits than HashiCorp's big numbers have room for. */
const longestExponent = /[eE][+-]?\d{10}/

function scanNumber(cursor: Cursor): void {
  const { text, index } = cursor
  number.lastIndex = index
  number.test(text)
  const end = number.lastIndex
  if (continuesAsNumber(text, end) || longestExponent.test(text.slice(index, end))) refuse(cursor, 'a number')
  take(cursor, end - index)
}

function continuesAsNumber(text: string, end: number): boolean {
  numberGoesOn.lastIndex = end
  return numberGoesOn.test(text)
}

/** A variable, a constant, or a function call; true if it is a variable. */
function scanName(cursor: Cursor): boolean {
  const { text, index } = cursor
  const length = wordLength(text, index)
  if (length === 0) refuse(cursor, 'an expression')
  take(cursor, length)
  const isNamespaced = isDoubleColon(cursor)
  while (isDoubleColon(cursor)) {
    take(cursor, 2)
    takeWord(cursor, 'a function name')
  }
  if (isNamespaced && codeAt(cursor) !== codes.openParenthesis) refuse(cursor, '"("')
  if (codeAt(cursor) === codes.openParenthesis) scanArguments(cursor)
  else return !isConstant(text, index, length)
  return false
}

function isDoubleColon(cursor: Cursor): boolean {
  return codeAt(cursor) === codes.colon && codeAt(cursor, 1) === codes.colon
}

function isConstant(text: string, index: number, length: number): boolean {
  if (length !== 4 && length !== 5) return false
  const word = text.slice(index, index + length)
  return word === 'true' || word === 'false' || word === 'null'
}

/** Takes an identifier and gives it. */
export function takeWord(cursor: Cursor, expected: string): string {
  const { text, index } = cursor
  const length = wordLength(text, index)
  if (length === 0) refuse(cursor, expected)
  take(cursor, length)
  return text.slice(index, index + length)
}

function scanArguments(cursor: Cursor): void {
  const { newlines } = cursor
  cursor.newlines = false
  take(cursor, 1)
  while (codeAt(cursor) !== codes.closeParenthesis) {
    scanExpression(cursor)
    if (takeEllipsis(cursor) || codeAt(cursor) !== codes.comma) break
    take(cursor, 1)
  }
  close(cursor, codes.closeParenthesis, newlines)
}

function takeEllipsis(cursor: Cursor): boolean {
  if (!isEllipsis(cursor)) return false
  take(cursor, 3)
  return true
}

function isEllipsis(cursor: Cursor): boolean {
  return codeAt(cursor) === codes.dot && codeAt(cursor, 1) === codes.dot && codeAt(cursor, 2) === codes.dot
}

function scanTraversal(cursor: Cursor): void {
  while (true) {
    const code = codeAt(cursor)
    if (code === codes.dot && !isEllipsis(cursor)) scanAttribute(cursor)
    else if (code === codes.openBracket) scanIndex(cursor)
    else return
  }
}

/** `.name`, `.0` or `.*`; after `.*`, only names and numbers may follow until a bracket. */
function scanAttribute(cursor: Cursor): void {
  take(cursor, 1)
  if (codeAt(cursor) !== codes.star) {
    scanAttributeName(cursor)
    return
  }
  take(cursor, 1)
  while (codeAt(cursor) === codes.dot && !isEllipsis(cursor)) {
    take(cursor, 1)
    scanAttributeName(cursor)
  }
}

const wholeNumber = /\d+(?:[eE][+-]?\d+)?/y

function scanAttributeName(cursor: Cursor): void {
  const { text, index } = cursor
  if (!isDigit(text.charCodeAt(index))) {
    takeWord(cursor, 'an attribute name')
    return
  }
  wholeNumber.lastIndex = index
  wholeNumber.test(text)
  const end = wholeNumber.lastIndex
  if (continuesAsNumber(text, end)) refuse(cursor, 'an index in brackets, e.g. [0][1]')
  take(cursor, end - index)
}

function scanIndex(cursor: Cursor): void {
  const { newlines } = cursor
  take(cursor, 1)
  if (codeAt(cursor) === codes.star) take(cursor, 1)
  else {
    cursor.newlines = false
    skipBlanks(cursor)
    scanExpression(cursor)
  }
  close(cursor, codes.closeBracket, newlines)
}

function scanList(cursor: Cursor): void {
  const { newlines } = cursor
  cursor.newlines = false
  take(cursor, 1)
  if (isWord(cursor, 'for')) scanFor(cursor, false)
  else {
    while (codeAt(cursor) !== codes.closeBracket) {
      scanExpression(cursor)
      if (codeAt(cursor) !== codes.comma) break
      take(cursor, 1)
    }
  }
  close(cursor, codes.closeBracket, newlines)
}

function scanObject(cursor: Cursor): void {
  const { newlines } = cursor
  cursor.newlines = false
  const { index } = cursor
  take(cursor, 1)
  if (isWord(cursor, 'for')) scanFor(cursor, true)
  else {
    // Newlines separate an object's items, so the skipped ones count.
    cursor.newlines = true
    cursor.index = index
    take(cursor, 1)
    scanItems(cursor)
  }
  close(cursor, codes.closeBrace, newlines)
}

function scanItems(cursor: Cursor): void {
  skipNewlines(cursor)
  while (codeAt(cursor) !== codes.closeBrace) {
    scanExpression(cursor)
    const code = codeAt(cursor)
    const next = codeAt(cursor, 1)
    const separates =
      code === codes.colon ? next !== codes.colon : code === codes.equals && next !== codes.greater
    if (!separates) refuse(cursor, '"=" and the value of the key')
    take(cursor, 1)
    scanExpression(cursor)
    if (codeAt(cursor) === codes.comma) take(cursor, 1)
    else if (codeAt(cursor) === codes.closeBrace) return
    else if (!isNewline(cursor)) refuse(cursor, 'a comma or a newline')
    skipNewlines(cursor)
  }
}

function isNewline(cursor: Cursor): boolean {
  const code = codeAt(cursor)
  return code === codes.newline || (code === codes.carriageReturn && codeAt(cursor, 1) === codes.newline)
}

/** Moves over empty lines. */
export function skipNewlines(cursor: Cursor): void {
  const { lastEnd } = cursor
  while (isNewline(cursor)) take(cursor, codeAt(cursor) === codes.newline ? 1 : 2)
  cursor.lastEnd = lastEnd
}

/** The body of `[for …]` or `{for …}`, up to the closing bracket. */
function scanFor(cursor: Cursor, makesObject: boolean): void {
  scanForIntroduction(cursor)
  takeColon(cursor, '":"')
  scanExpression(cursor)
  const hasKey = codeAt(cursor) === codes.equals && codeAt(cursor, 1) === codes.greater
  if (hasKey !== makesObject) refuse(cursor, makesObject ? '"=>" and the value' : '"]"')
  if (hasKey) {
    take(cursor, 2)
    scanExpression(cursor)
    takeEllipsis(cursor)
  }
  if (isWord(cursor, 'if')) {
    take(cursor, 2)
    scanExpression(cursor)
  }
}

/** `for k, v in collection`, from `for` on. */
export function scanForIntroduction(cursor: Cursor): void {
  take(cursor, 3)
  takeWord(cursor, 'a name')
  if (codeAt(cursor) === codes.comma) {
    take(cursor, 1)
    takeWord(cursor, 'a name')
  }
  if (!isWord(cursor, 'in')) refuse(cursor, '"in"')
  take(cursor, 2)
  scanExpression(cursor)
}

function takeColon(cursor: Cursor, expected: string): void {
  if (codeAt(cursor) !== codes.colon || codeAt(cursor, 1) === codes.colon) refuse(cursor, expected)
  take(cursor, 1)
}

function isWord({ text, index }: Cursor, word: string): boolean {
  return text.startsWith(word, index) && wordLength(text, index) === word.length
}
