import { parseNumber, type Json } from '@groundplan/terraform-type'

import { codeAt, codes, createCursor, isDigit, skipBlanks, take, wordLength, type Cursor } from './cursor.ts'
import { FileSyntaxError } from './file-syntax-error.ts'
import { scanExpression, skipNewlines } from './scan-expression.ts'
import { readHeredoc, readQuoted } from './read-text.ts'

/** Thrown where a value has to be computed. */
class NotConstant extends Error {}

/**
 * The value of an expression that HashiCorp's parser accepts, given as `[start, end)`; `undefined` if any part of it has to be
 * computed. Object keys keep their order.
 */
export function readConstant(text: string, start: number, end: number): Json | undefined {
  const cursor = createCursor(text, { index: start })
  try {
    const value = readValue(cursor)
    return cursor.lastEnd === end ? value : undefined
  } catch (error) {
    if (error instanceof NotConstant) return undefined
    throw error
  }
}

/** The expression inside a template that is a single interpolation: `${var.a}` gives `var.a`. */
export function wholeInterpolation(template: string): string | undefined {
  if (!template.startsWith('${')) return undefined
  const cursor = createCursor(template, { index: 2 })
  cursor.newlines = false
  try {
    skipBlanks(cursor)
    scanExpression(cursor)
  } catch (error) {
    if (error instanceof FileSyntaxError) return undefined
    throw error
  }
  const isWhole = codeAt(cursor) === codes.closeBrace && cursor.index === template.length - 1
  return isWhole ? template.slice(2, cursor.lastEnd).trimStart() : undefined
}

function readValue(cursor: Cursor): Json {
  const code = codeAt(cursor)
  if (code === codes.quote || code === codes.less) return readText(cursor)
  if (isDigit(code)) return readNumber(cursor, '')
  if (code === codes.minus) {
    take(cursor, 1)
    if (!isDigit(codeAt(cursor))) throw new NotConstant()
    return readNumber(cursor, '-')
  }
  switch (code) {
    case codes.openBracket:
      return readList(cursor)
    case codes.openBrace:
      return readObject(cursor)
    case codes.openParenthesis:
      return readParenthesis(cursor)
    default:
      return readWord(cursor)
  }
}

function readText(cursor: Cursor): string {
  const { text, index } = cursor
  const found = codeAt(cursor) === codes.quote ? readQuoted(text, index) : readHeredoc(text, index)
  if (found === undefined) throw new NotConstant()
  take(cursor, found.end - index)
  return found.value
}

const decimal = /\d+(?:\.[eE][+-]?\d+|(?:\.\d+)?(?:[eE][+-]?\d+)?)/y

function readNumber(cursor: Cursor, sign: string): Json {
  decimal.lastIndex = cursor.index
  const digits = decimal.exec(cursor.text)?.[0] ?? ''
  take(cursor, digits.length)
  return parseNumber(sign + digits)
}

function readWord(cursor: Cursor): Json {
  const { text, index } = cursor
  const word = text.slice(index, index + wordLength(text, index))
  if (word !== 'true' && word !== 'false' && word !== 'null') throw new NotConstant()
  take(cursor, word.length)
  return word === 'null' ? null : word === 'true'
}

function readParenthesis(cursor: Cursor): Json {
  const newlines = open(cursor, false)
  const value = readValue(cursor)
  close(cursor, codes.closeParenthesis, newlines)
  return value
}

function readList(cursor: Cursor): Json {
  const newlines = open(cursor, false)
  const items: Json[] = []
  while (codeAt(cursor) !== codes.closeBracket) {
    items.push(readValue(cursor))
    if (codeAt(cursor) === codes.comma) take(cursor, 1)
    else break
  }
  close(cursor, codes.closeBracket, newlines)
  return items
}

function readObject(cursor: Cursor): Json {
  const newlines = open(cursor, true)
  const entries: [string, Json][] = []
  skipNewlines(cursor)
  while (codeAt(cursor) !== codes.closeBrace) {
    const key = readKey(cursor)
    const code = codeAt(cursor)
    if (code !== codes.equals && code !== codes.colon) throw new NotConstant()
    take(cursor, 1)
    entries.push([key, readValue(cursor)])
    if (codeAt(cursor) === codes.comma) take(cursor, 1)
    skipNewlines(cursor)
  }
  close(cursor, codes.closeBrace, newlines)
  return Object.fromEntries(entries)
}

/** A key is a bare word, or a constant that Terraform makes a text of. */
function readKey(cursor: Cursor): string {
  const { text, index } = cursor
  const length = wordLength(text, index)
  if (length > 0) {
    take(cursor, length)
    return text.slice(index, index + length)
  }
  const key = readValue(cursor)
  if (typeof key === 'object') throw new NotConstant()
  return String(key)
}

function open(cursor: Cursor, newlines: boolean): boolean {
  const before = cursor.newlines
  cursor.newlines = newlines
  take(cursor, 1)
  return before
}

function close(cursor: Cursor, code: number, newlines: boolean): void {
  if (codeAt(cursor) !== code) throw new NotConstant()
  cursor.newlines = newlines
  take(cursor, 1)
}
