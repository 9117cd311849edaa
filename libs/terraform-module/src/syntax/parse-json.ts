/** What JSON's grammar asks for next. */
type Expected =
  'a value' | 'a value or "]"' | 'a key' | 'a key or "}"' | '":"' | '"," or a bracket' | 'the end'

export interface JsonError {
  /** Index of the first character that does not fit. */
  readonly index: number
  readonly message: string
}

const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y
const space = /[ \t\r\n]*/y
const stringPiece = /[^"\\\p{Cc}]+|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/uy

/** Where and why a text is not JSON; `undefined` if it is. JSON.parse tells the place of some errors only. */
export function findJsonError(text: string): JsonError | undefined {
  const open: string[] = []
  let expected: Expected = 'a value'
  let index = lengthAt(space, text, 0)
  while (true) {
    const character = text.charAt(index)
    const length = tokenLength(text, index)
    const next: Expected | undefined = length === 0 ? undefined : step(expected, character, open)
    if (character === '' && expected === 'the end') return undefined
    if (next === undefined) return { index, message: `Expected ${expected}, found ${nameAt(text, index)}.` }
    expected = next
    index += length
    index += lengthAt(space, text, index)
  }
}

/** What is expected after a token that begins with this character, or `undefined` if it may not stand here. */
function step(expected: Expected, character: string, open: string[]): Expected | undefined {
  const after = (): Expected => (open.length === 0 ? 'the end' : '"," or a bracket')
  const close = (opening: string): Expected | undefined =>
    open.at(-1) === opening && open.pop() !== undefined ? after() : undefined
  const mayBeValue = expected === 'a value' || expected === 'a value or "]"'
  switch (character) {
    case '{':
    case '[':
      if (!mayBeValue) return undefined
      open.push(character)
      return character === '{' ? 'a key or "}"' : 'a value or "]"'
    case '}':
      return expected === 'a key or "}"' || expected === '"," or a bracket' ? close('{') : undefined
    case ']':
      return expected === 'a value or "]"' || expected === '"," or a bracket' ? close('[') : undefined
    case ',':
      if (expected !== '"," or a bracket') return undefined
      return open.at(-1) === '{' ? 'a key' : 'a value'
    case ':':
      return expected === '":"' ? 'a value' : undefined
    default:
      if (mayBeValue) return after()
      return expected.startsWith('a key') && character === '"' ? '":"' : undefined
  }
}

/** Length of the token at an index; 0 if there is none. */
function tokenLength(text: string, index: number): number {
  const character = text.charAt(index)
  if (character === '') return 0
  if ('{}[],:'.includes(character)) return 1
  if (character !== '"') return lengthAt(literal, text, index)
  let end = index + 1
  while (text.charAt(end) !== '"') {
    const piece = lengthAt(stringPiece, text, end)
    if (piece === 0) return 0
    end += piece
  }
  return end + 1 - index
}

function nameAt(text: string, index: number): string {
  const character = text.codePointAt(index)
  if (character === undefined) return 'the end'
  if (text.charAt(index) === '"' && tokenLength(text, index) === 0) return 'a string that is not complete'
  return JSON.stringify(String.fromCodePoint(character))
}

function lengthAt(pattern: RegExp, text: string, index: number): number {
  pattern.lastIndex = index
  return pattern.exec(text)?.[0].length ?? 0
}
