export interface ExpressionToken {
  readonly kind: 'name' | 'number' | 'string' | 'operator' | 'end'
  readonly text: string
}

const skipped = /\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const name = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const string = /"(?:[^"\\\n]|\\.)*"/y
const operator = /==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()[\]{}=]/y
const patterns = [
  ['name', name],
  ['number', number],
  ['string', string],
  ['operator', operator],
] as const

/** Longest expression that is read, in characters; trees are walked through by recursion later. */
const maximumLength = 10_000

/** Tokens of an expression, or `undefined` if it has something outside the subset (templates that are computed, heredocs). */
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
    const token = tokenAt(text, offset)
    if (token === undefined) return undefined
    offset += token.text.length
    const value = token.kind === 'string' ? unquote(token.text) : token.text
    if (value === undefined || (token.kind === 'number' && !isExact(value))) return undefined
    tokens.push({ kind: token.kind, text: value })
  }
  tokens.push({ kind: 'end', text: '' })
  return tokens
}

function tokenAt(text: string, offset: number): ExpressionToken | undefined {
  for (const [kind, pattern] of patterns) {
    const found = matchAt(pattern, text, offset)
    if (found !== undefined) return { kind, text: found }
  }
  return undefined
}

function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0]
}

/** Whole numbers beyond 2^53 would lose digits. */
function isExact(number: string): boolean {
  return Math.abs(Number(number)) <= Number.MAX_SAFE_INTEGER
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

function unquote(quoted: string): string | undefined {
  const body = quoted.slice(1, -1)
  if (!/[\\$%]/.test(body)) return body
  if (/(?<!\$)\$\{|(?<!%)%\{/.test(body)) return undefined
  let known = true
  const text = body.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|([$%])\4\{/gs,
    (_, short?: string, long?: string, character?: string, marker?: string) => {
      if (marker !== undefined) return `${marker}{`
      const value = character === undefined ? fromCode(short ?? long ?? '') : escapes[character]
      if (value === undefined) known = false
      return value ?? ''
    },
  )
  return known ? text : undefined
}

function fromCode(hexadecimal: string): string | undefined {
  const code = parseInt(hexadecimal, 16)
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : String.fromCodePoint(code)
}
