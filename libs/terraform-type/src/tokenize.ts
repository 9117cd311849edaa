export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'punctuation' | 'end'
  /** A string's value without quotes and escapes; otherwise the text itself. */
  readonly text: string
  /** Index of the token's first character in the text, from 0. */
  readonly offset: number
}

/** Thrown inside this library only; parse functions turn it into a value. */
export class TypeSyntaxError extends Error {
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

const skipped = /\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const word = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const string = /"(?:[^"\\\n]|\\.)*"/y
const punctuation = /[()[\]{},=:]/y

/** Splits a type expression into tokens; comments and white space, newlines included, are dropped. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let offset = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset
    return pattern.exec(text)?.[0]
  }
  while (offset < text.length) {
    const space = take(skipped)
    if (space !== undefined) {
      offset += space.length
      continue
    }
    const token = nextToken(take, offset)
    if (token === undefined)
      throw new TypeSyntaxError(
        `unexpected character "${String.fromCodePoint(text.codePointAt(offset) ?? 0)}"`,
        offset,
      )
    tokens.push(token.token)
    offset += token.length
  }
  tokens.push({ kind: 'end', text: '', offset })
  return tokens
}

function nextToken(take: (pattern: RegExp) => string | undefined, offset: number) {
  const found = (kind: Token['kind'], text: string, length = text.length) => ({
    token: { kind, text, offset },
    length,
  })
  const asWord = take(word)
  if (asWord !== undefined) return found('word', asWord)
  const asNumber = take(number)
  if (asNumber !== undefined) return found('number', asNumber)
  const asString = take(string)
  if (asString !== undefined) return found('string', unquote(asString, offset), asString.length)
  const asPunctuation = take(punctuation)
  if (asPunctuation !== undefined) return found('punctuation', asPunctuation)
  return undefined
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

/** `\uNNNN`, `\UNNNNNNNN`, another character after a backslash, or the doubled beginning of a template. */
const escape = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|\$\$\{|%%\{/gsu

function unquote(quoted: string, offset: number): string {
  const body = quoted.slice(1, -1)
  if (/(?<!\$)\$\{|(?<!%)%\{/.test(body))
    throw new TypeSyntaxError('a template is not a constant value', offset)
  return body.replace(escape, (found, short?: string, long?: string, character?: string) => {
    const code = short ?? long
    if (code !== undefined) return codePoint(code, offset)
    if (character === undefined) return found.slice(1)
    const value = escapes[character]
    if (value === undefined) throw new TypeSyntaxError(`unknown escape "\\${character}"`, offset)
    return value
  })
}

function codePoint(hexadecimal: string, offset: number): string {
  const value = Number.parseInt(hexadecimal, 16)
  if (value > 0x10ffff) throw new TypeSyntaxError('not a Unicode character', offset)
  return String.fromCodePoint(value)
}
