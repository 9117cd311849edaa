import {
  codeAt,
  codes,
  createCursor,
  enter,
  isAtLineEnd,
  refuse,
  take,
  wordLength,
  type Cursor,
} from './cursor.ts'
import { FileSyntaxError } from './file-syntax-error.ts'
import { isTopBlock, Recovery } from './recovery.ts'
import { readQuoted } from './read-text.ts'
import { scanExpression, skipNewlines, takeWord } from './scan-expression.ts'
import type { SyntaxAttribute, SyntaxBlock, SyntaxBody } from './syntax-tree.ts'

export interface ParseHclResult {
  /** Everything that could be parsed; complete if there are no errors. */
  readonly body: SyntaxBody
  readonly errors: readonly FileSyntaxError[]
}

/** Reads a file of HCL native syntax: blocks and arguments at any depth, expressions as spans of text. Never throws on a text. */
export function parseHcl(text: string): ParseHclResult {
  const errors: FileSyntaxError[] = []
  const cursor = createCursor(text)
  take(cursor, 0)
  const body = parseBody({ cursor, errors, recovery: new Recovery(text), isTop: true })
  return { body, errors }
}

interface BodyReader {
  readonly cursor: Cursor
  readonly errors: FileSyntaxError[]
  readonly recovery: Recovery
  readonly isTop: boolean
}

/** Maximum number of errors before parsing stops. */
const maximumErrors = 200

/** Reads items up to the closing brace, which is left, or to the end of the file. */
function parseBody(reader: BodyReader): SyntaxBody {
  const { cursor, errors } = reader
  const items = new BodyItems()
  enter(cursor)
  skipNewlines(cursor)
  while (!isAtBodyEnd(reader)) {
    const { index, depth } = cursor
    try {
      parseItem(reader, items)
    } catch (error) {
      if (!(error instanceof FileSyntaxError)) throw error
      errors.push(error)
      recover(reader, index, depth)
    }
    skipNewlines(cursor)
  }
  cursor.depth -= 1
  return items
}

function isAtBodyEnd({ cursor, errors, isTop }: BodyReader): boolean {
  if (cursor.index >= cursor.text.length || errors.length >= maximumErrors) return true
  if (isTop) return false
  return codeAt(cursor) === codes.closeBrace || (errors.length > 0 && isTopBlock(cursor.text, cursor.index))
}

/** Resumes after the invalid item. */
function recover({ cursor, errors, recovery }: BodyReader, start: number, depth: number): void {
  cursor.newlines = true
  cursor.depth = depth
  const reached = Math.max(cursor.index, errors.at(-1)?.index ?? 0)
  cursor.index = recovery.findItemEnd(start, reached)
  take(cursor, 0)
}

function parseItem(reader: BodyReader, items: BodyItems): void {
  const { cursor } = reader
  const { index } = cursor
  const name = takeWord(cursor, 'an argument or a block')
  const isAttribute = codeAt(cursor) === codes.equals && codeAt(cursor, 1) !== codes.greater
  if (!isAttribute) parseBlock(reader, { type: name, index }, items.blocks)
  else {
    items.add(parseAttribute(cursor, name, index))
    if (!isAtLineEnd(cursor)) refuse(cursor, 'a newline')
  }
}

/** The items of a body, as parsed so far. */
class BodyItems implements SyntaxBody {
  readonly attributes: SyntaxAttribute[] = []
  readonly blocks: SyntaxBlock[] = []
  /** Made only where there are many arguments: most bodies have a few. */
  #names: Set<string> | undefined

  /** Throws if there is an argument of that name. */
  add(attribute: SyntaxAttribute): void {
    const { name, index } = attribute
    if (this.#has(name)) throw new FileSyntaxError(`Duplicate argument "${name}".`, index)
    this.attributes.push(attribute)
    this.#names?.add(name)
  }

  #has(name: string): boolean {
    if (this.attributes.length < 16) return this.attributes.some((attribute) => attribute.name === name)
    this.#names ??= new Set(this.attributes.map((attribute) => attribute.name))
    return this.#names.has(name)
  }
}

function parseAttribute(cursor: Cursor, name: string, index: number): SyntaxAttribute {
  if (codeAt(cursor, 1) === codes.equals) refuse(cursor, 'an argument or a block')
  take(cursor, 1)
  const start = cursor.index
  scanExpression(cursor)
  return { name, index, start, end: cursor.lastEnd }
}

/** The block is recorded at its opening brace, so an unclosed block is kept. */
function parseBlock(
  reader: BodyReader,
  { type, index }: { type: string; index: number },
  blocks: SyntaxBlock[],
): void {
  const { cursor } = reader
  const labels: string[] = []
  while (codeAt(cursor) !== codes.openBrace) {
    if (isAtLineEnd(cursor)) passOverNewline(reader)
    else labels.push(parseLabel(cursor))
  }
  take(cursor, 1)
  const position = blocks.length
  const errorCount = reader.errors.length
  blocks.push({ type, labels, index, body: { attributes: [], blocks: [] } })
  const body = isAtLineEnd(cursor) ? parseBody({ ...reader, isTop: false }) : parseSingleArgument(cursor)
  blocks[position] = { type, labels, index, body }
  if (codeAt(cursor) === codes.closeBrace) {
    take(cursor, 1)
    if (!isAtLineEnd(cursor)) refuse(cursor, 'a newline')
  } else if (reader.errors.length === errorCount)
    throw new FileSyntaxError(`Missing closing brace for block "${type}".`, index)
}

/** Terraform 0.11 allowed the brace on its own line. It is an error now, but the intent is clear. */
function passOverNewline({ cursor, errors }: BodyReader): void {
  const { index } = cursor
  skipNewlines(cursor)
  const error = new FileSyntaxError('The "{" of a block must be on the same line as its header.', index)
  if (codeAt(cursor) !== codes.openBrace) throw error
  errors.push(error)
}

function parseLabel(cursor: Cursor): string {
  const { text, index } = cursor
  if (codeAt(cursor) === codes.quote) {
    const label = readQuoted(text, index)
    if (label === undefined) refuse(cursor, 'a label without template sequences')
    take(cursor, label.end - index)
    return label.value
  }
  const length = wordLength(text, index)
  if (length === 0) refuse(cursor, 'a label or "{"')
  take(cursor, length)
  return text.slice(index, index + length)
}

/** A block on one line has one argument, or none. */
function parseSingleArgument(cursor: Cursor): SyntaxBody {
  if (codeAt(cursor) === codes.closeBrace) return { attributes: [], blocks: [] }
  const { index } = cursor
  const name = takeWord(cursor, 'an argument')
  if (codeAt(cursor) !== codes.equals || codeAt(cursor, 1) === codes.greater) refuse(cursor, '"="')
  return { attributes: [parseAttribute(cursor, name, index)], blocks: [] }
}
