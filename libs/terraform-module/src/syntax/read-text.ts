import { createCursor } from './cursor.ts'
import { FileSyntaxError } from './file-syntax-error.ts'
import { escapeLength, scanHeredoc } from './scan-template.ts'

export interface TextLiteral {
  readonly value: string
  /** Index after the literal. */
  readonly end: number
}

const plainText = /"[^"\\$%\n\r]*"/y
const simpleEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

/** The text in the quotes that open at an index; `undefined` if it interpolates something or is not complete. */
export function readQuoted(text: string, start: number): TextLiteral | undefined {
  plainText.lastIndex = start
  if (plainText.test(text))
    return { value: text.slice(start + 1, plainText.lastIndex - 1), end: plainText.lastIndex }
  let value = ''
  let index = start + 1
  while (text.charAt(index) !== '"') {
    const piece = readPiece(text, index)
    if (piece === undefined) return undefined
    value += piece.value
    index = piece.end
  }
  return { value, end: index + 1 }
}

const ordinary = /[^"\\$%\n\r]+/y

/** The longest piece of quoted text from an index; `undefined` at an interpolation, the end or an invalid character. */
export function readPiece(text: string, index: number): TextLiteral | undefined {
  ordinary.lastIndex = index
  if (ordinary.test(text)) return { value: text.slice(index, ordinary.lastIndex), end: ordinary.lastIndex }
  const character = text.charAt(index)
  if (character === '\\') return readEscape(text, index)
  return character === '$' || character === '%' ? readSign(text, index) : undefined
}

function readEscape(text: string, index: number): TextLiteral | undefined {
  try {
    const end = index + escapeLength(createCursor(text, { index }))
    const selector = text.charAt(index + 1)
    const value =
      simpleEscapes[selector] ?? String.fromCodePoint(Number.parseInt(text.slice(index + 2, end), 16))
    return { value, end }
  } catch (error) {
    if (error instanceof FileSyntaxError) return undefined
    throw error
  }
}

/** A doubled sign before a brace is an escape for one sign; a single one begins a template. */
function readSign(text: string, index: number): TextLiteral | undefined {
  const sign = text.charAt(index)
  if (text.startsWith(`${sign}${sign}{`, index)) return { value: `${sign}{`, end: index + 3 }
  return text.charAt(index + 1) === '{' ? undefined : { value: sign, end: index + 1 }
}

/** The text of the heredoc that opens at an index; `undefined` if it interpolates something or is not complete. */
export function readHeredoc(text: string, start: number): TextLiteral | undefined {
  const cursor = createCursor(text, { index: start })
  try {
    scanHeredoc(cursor)
  } catch (error) {
    if (error instanceof FileSyntaxError) return undefined
    throw error
  }
  const lines = text.slice(start, cursor.lastEnd).split('\n')
  const raw = lines.slice(1, -1).map((line) => `${line}\n`)
  if (raw.some((line) => /(?<!\$)\$\{|(?<!%)%\{/.test(line.replace(/\$\$\{|%%\{/g, '')))) return undefined
  const value = (text.startsWith('<<-', start) ? withoutIndentation(raw) : raw).join('')
  return { value: value.replaceAll('$${', '${').replaceAll('%%{', '%{'), end: cursor.lastEnd }
}

/** Takes the smallest indentation of lines that are not blank away from all of those. */
function withoutIndentation(lines: readonly string[]): readonly string[] {
  let smallest = Number.POSITIVE_INFINITY
  for (const line of lines)
    if (line.trim() !== '') smallest = Math.min(smallest, line.length - line.trimStart().length)
  return lines.map((line) => (line.trim() === '' ? line : line.slice(smallest)))
}
