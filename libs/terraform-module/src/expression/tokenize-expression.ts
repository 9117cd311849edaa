import { readHeredoc, readQuoted } from '../syntax/read-text.ts'
import { readTemplate, type TemplatePart } from '../syntax/read-template.ts'

export interface ExpressionToken {
  readonly kind: 'name' | 'number' | 'string' | 'template' | 'operator' | 'end'
  /** A string's value without quotes and escapes; otherwise the text itself. */
  readonly text: string
  /** Of a template. */
  readonly parts?: readonly TemplatePart[]
}

const skipped = /\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const name = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const operator = /==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()[\]{}=]/y
const patterns = [
  ['name', name],
  ['number', number],
  ['operator', operator],
] as const

/** Longest expression that is read, in characters; trees are walked through by recursion later. */
const maximumLength = 10_000

/** Tokens of an expression, or `undefined` if it has something outside the subset (templates with directives). */
export function tokenizeExpression(text: string): readonly ExpressionToken[] | undefined {
  if (text.length > maximumLength) return undefined
  const tokens: ExpressionToken[] = []
  let offset = 0
  while (offset < text.length) {
    const space = matchAt(skipped, text, offset)
    if (space !== undefined) {
      offset += space.length
      continue
    }
    const found = readText(text, offset) ?? readPlain(text, offset)
    if (found === undefined) return undefined
    offset = found.end
    tokens.push(found.token)
  }
  tokens.push({ kind: 'end', text: '' })
  return tokens
}

interface FoundToken {
  readonly token: ExpressionToken
  /** The index after it. */
  readonly end: number
}

function readText(text: string, offset: number): FoundToken | undefined {
  const isQuoted = text.startsWith('"', offset)
  if (!isQuoted && !text.startsWith('<<', offset)) return undefined
  const literal = isQuoted ? readQuoted(text, offset) : readHeredoc(text, offset)
  if (literal !== undefined) return { token: { kind: 'string', text: literal.value }, end: literal.end }
  const template = isQuoted ? readTemplate(text, offset) : undefined
  if (template === undefined) return undefined
  const { parts, end } = template
  return { token: { kind: 'template', text: text.slice(offset, end), parts }, end }
}

function readPlain(text: string, offset: number): FoundToken | undefined {
  for (const [kind, pattern] of patterns) {
    const found = matchAt(pattern, text, offset)
    if (found !== undefined) return { token: { kind, text: found }, end: offset + found.length }
  }
  return undefined
}

function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0]
}
