import { parseNumber } from './exact-number.ts'
import type { Json } from './terraform-type.ts'
import { nameToken, type TokenReader } from './token-reader.ts'
import { TypeSyntaxError, type Token } from './tokenize.ts'

const words: Readonly<Record<string, Json>> = { true: true, false: false, null: null }

/** Parses one constant HCL value: string, number, bool, null, `[…]` or `{…}`. Throws TypeSyntaxError for anything else. */
export function readLiteral(reader: TokenReader, depth: number): Json {
  const token = reader.next()
  if (depth <= 0) throw new TypeSyntaxError('nested too deeply', token.offset)
  if (token.kind === 'string') return token.text
  if (token.kind === 'number') return readNumber(token)
  if (token.kind === 'word' && Object.hasOwn(words, token.text)) return words[token.text] as Json
  if (token.kind === 'punctuation' && token.text === '[') return readList(reader, depth)
  if (token.kind === 'punctuation' && token.text === '{') return readObject(reader, depth)
  throw new TypeSyntaxError(`expected a constant value, found ${nameToken(token)}`, token.offset)
}

function readNumber(token: Token): Json {
  try {
    return parseNumber(token.text)
  } catch {
    throw new TypeSyntaxError(`${nameToken(token)} is too large for a number`, token.offset)
  }
}

function readList(reader: TokenReader, depth: number): Json {
  const items: Json[] = []
  while (!reader.accept(']')) {
    items.push(readLiteral(reader, depth - 1))
    if (!reader.accept(',')) {
      reader.expect(']', 'after a list')
      break
    }
  }
  return items
}

function readObject(reader: TokenReader, depth: number): Json {
  const entries: [string, Json][] = []
  while (!reader.accept('}')) {
    const key = readKey(reader.next())
    if (!reader.accept(':')) reader.expect('=', `after the key "${key}"`)
    entries.push([key, readLiteral(reader, depth - 1)])
    // HCL separates items by a comma or a newline; newlines are white space here.
    reader.accept(',')
  }
  return Object.fromEntries(entries)
}

/** The name on the left of `=` in an object: a word, a string or a number. */
export function readKey(token: Token): string {
  if (token.kind === 'word' || token.kind === 'string' || token.kind === 'number') return token.text
  throw new TypeSyntaxError(`expected a name, found ${nameToken(token)}`, token.offset)
}
