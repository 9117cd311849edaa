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

// Non-ASCII characters. Most types are plain ASCII, which is read character by character.
const space = /\s+/y
const word = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const string = /"(?:[^"\\\n]|\\.)*"/y
/** The marks by their character codes. */
const punctuation: readonly (string | undefined)[] = Array.from({ length: 128 }, (_, code) =>
  '()[]{},=:'.includes(String.fromCharCode(code)) ? String.fromCharCode(code) : undefined,
)

/** Splits a type expression into tokens; comments and white space, newlines included, are dropped. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let offset = skipSpace(text, 0)
  while (offset < text.length) {
    const end = pushToken(tokens, text, offset)
    offset = skipSpace(text, end)
  }
  tokens.push({ kind: 'end', text: '', offset })
  return tokens
}

/** The index after white space and comments. */
function skipSpace(text: string, start: number): number {
  let offset = start
  for (;;) {
    const code = text.charCodeAt(offset)
    if (code === 32 || (code >= 9 && code <= 13)) offset += 1
    else {
      const end = code > 127 ? endOf(space, text, offset) : endOfComment(text, offset, code)
      if (end === offset) return offset
      offset = end
    }
  }
}

/** The index after a comment, or the same index if none begins there or it has no end. */
function endOfComment(text: string, offset: number, code: number): number {
  const isLine = code === 35 || (code === 47 && text.charCodeAt(offset + 1) === 47)
  if (isLine) {
    const end = text.indexOf('\n', offset)
    return end === -1 ? text.length : end
  }
  if (code !== 47 || text.charCodeAt(offset + 1) !== 42) return offset
  const end = text.indexOf('*/', offset + 2)
  return end === -1 ? offset : end + 2
}

/** Adds the token at the offset and returns the index after it. */
function pushToken(tokens: Token[], text: string, offset: number): number {
  const code = text.charCodeAt(offset)
  const wordEnd = endOfWord(text, offset, code)
  if (wordEnd > offset) {
    tokens.push({ kind: 'word', text: text.slice(offset, wordEnd), offset })
    return wordEnd
  }
  const mark = punctuation[code]
  if (mark !== undefined) {
    tokens.push({ kind: 'punctuation', text: mark, offset })
    return offset + 1
  }
  return pushConstant(tokens, text, offset)
}

function pushConstant(tokens: Token[], text: string, offset: number): number {
  const stringEnd = endOf(string, text, offset)
  if (stringEnd > offset) {
    tokens.push({ kind: 'string', text: unquote(text.slice(offset, stringEnd), offset), offset })
    return stringEnd
  }
  const numberEnd = endOf(number, text, offset)
  if (numberEnd > offset) {
    tokens.push({ kind: 'number', text: text.slice(offset, numberEnd), offset })
    return numberEnd
  }
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0)
  throw new TypeSyntaxError(`unexpected character "${character}"`, offset)
}

function endOfWord(text: string, start: number, first: number): number {
  if (first > 127) return endOf(word, text, start)
  if (!isLetter(first)) return start
  let end = start + 1
  for (;;) {
    const code = text.charCodeAt(end)
    if (code > 127) return endOf(word, text, start)
    if (!isLetter(code) && !(code >= 48 && code <= 57) && code !== 45) return end
    end += 1
  }
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95
}

/** The index after what the pattern matches at the offset, or the same index if it does not. */
function endOf(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset
  return pattern.test(text) ? pattern.lastIndex : offset
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

/** `\uNNNN`, `\UNNNNNNNN`, another character after a backslash, or the doubled beginning of a template. */
const escape = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|\$\$\{|%%\{/gsu

function unquote(quoted: string, offset: number): string {
  const body = quoted.slice(1, -1)
  if (!/[\\$%]/.test(body)) return body
  if (/(?<!\$)\$\{|(?<!%)%\{/.test(body))
    throw new TypeSyntaxError('expected a constant value, found a template', offset)
  return body.replace(escape, (found, short?: string, long?: string, character?: string) => {
    const code = short ?? long
    if (code !== undefined) return codePoint(code, offset)
    if (character === undefined) return found.slice(1)
    const value = escapes[character]
    if (value === undefined) throw new TypeSyntaxError(`invalid escape sequence "\\${character}"`, offset)
    return value
  })
}

function codePoint(hexadecimal: string, offset: number): string {
  const value = Number.parseInt(hexadecimal, 16)
  if (value > 0x10ffff) throw new TypeSyntaxError('invalid Unicode character', offset)
  return String.fromCodePoint(value)
}
