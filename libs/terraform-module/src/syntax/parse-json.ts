import { FileSyntaxError } from './file-syntax-error.ts'

/** JSON with what JSON.parse loses: positions, duplicate keys, key order and all digits. */
export type JsonNode =
  | { readonly kind: 'object'; readonly index: number; readonly entries: readonly JsonEntry[] }
  | { readonly kind: 'array'; readonly index: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly index: number; readonly value: string }
  | { readonly kind: 'number'; readonly index: number; readonly digits: string }
  | { readonly kind: 'constant'; readonly index: number; readonly value: boolean | null }

export interface JsonEntry {
  readonly key: string
  /** Index of the key. */
  readonly index: number
  readonly value: JsonNode
}

export type ParseJsonResult =
  | {
      readonly ok: true
      readonly node: JsonNode
      /** Trailing commas: invalid in JSON, but unambiguous. */
      readonly errors: readonly FileSyntaxError[]
    }
  | { readonly ok: false; readonly error: FileSyntaxError }

/** Deepest JSON that is read; trees are walked through by recursion later. */
const maximumDepth = 200

/** Parses a JSON text (RFC 8259). Never throws. */
export function parseJson(text: string): ParseJsonResult {
  const parser = new JsonParser(text)
  try {
    return { ok: true, node: parser.parse(), errors: parser.trailingCommas }
  } catch (error) {
    if (error instanceof FileSyntaxError) return { ok: false, error }
    throw error
  }
}

const constants: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null }
const word = /(?:true|false|null)(?!\w)/y
/** Exponents of more than nine digits are not supported by any reader. */
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,9})?(?![\w.+-])/y
const space = /[ \t\r\n]*/y
const string = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy

class JsonParser {
  readonly #text: string
  readonly trailingCommas: FileSyntaxError[] = []
  #index = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  parse(): JsonNode {
    this.#skip()
    const node = this.#value('a value')
    if (this.#index < this.#text.length) this.#refuse('the end')
    return node
  }

  #value(expected: string): JsonNode {
    const index = this.#index
    const character = this.#text.charAt(index)
    if (character === '{') return { kind: 'object', index, entries: this.#nested(() => this.#entries()) }
    if (character === '[') return { kind: 'array', index, items: this.#nested(() => this.#items()) }
    if (character === '"') return { kind: 'string', index, value: this.#string(expected) }
    const constant = this.#match(word)
    if (constant !== undefined) return { kind: 'constant', index, value: constants[constant] ?? null }
    const digits = this.#match(number)
    return digits === undefined ? this.#refuse(expected) : { kind: 'number', index, digits }
  }

  #nested<Result>(read: () => Result): Result {
    this.#depth += 1
    if (this.#depth > maximumDepth)
      throw new FileSyntaxError(`Nesting exceeds ${maximumDepth} levels.`, this.#index, 'nesting')
    this.#advance(1)
    const result = read()
    this.#depth -= 1
    return result
  }

  #entries(): readonly JsonEntry[] {
    const entries: JsonEntry[] = []
    if (this.#accept('}')) return entries
    do {
      if (entries.length > 0 && this.#endsAfterComma('}')) break
      const index = this.#index
      const expected = entries.length === 0 ? 'a key or "}"' : 'a key'
      if (this.#text.charAt(index) !== '"') this.#refuse(expected)
      const key = this.#string(expected)
      if (!this.#accept(':')) this.#refuse('":"')
      entries.push({ key, index, value: this.#value('a value') })
    } while (this.#accept(','))
    if (!this.#accept('}')) this.#refuse('"," or a bracket')
    return entries
  }

  #items(): readonly JsonNode[] {
    const items: JsonNode[] = []
    if (this.#accept(']')) return items
    do {
      if (items.length > 0 && this.#endsAfterComma(']')) break
      items.push(this.#value(items.length === 0 ? 'a value or "]"' : 'a value'))
    } while (this.#accept(','))
    if (!this.#accept(']')) this.#refuse('"," or a bracket')
    return items
  }

  #endsAfterComma(bracket: '}' | ']'): boolean {
    if (this.#text.charAt(this.#index) !== bracket) return false
    const comma = this.#text.lastIndexOf(',', this.#index)
    this.trailingCommas.push(new FileSyntaxError(`Unexpected comma before "${bracket}".`, comma))
    return true
  }

  #string(expected: string): string {
    const source = this.#match(string)
    if (source === undefined) return this.#refuse(expected, 'an unterminated or invalid string')
    return source.includes('\\') ? (JSON.parse(source) as string) : source.slice(1, -1)
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#index
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#advance(found.length)
    return found
  }

  #accept(character: string): boolean {
    if (this.#text.charAt(this.#index) !== character) return false
    this.#advance(1)
    return true
  }

  #advance(length: number): void {
    this.#index += length
    this.#skip()
  }

  #skip(): void {
    space.lastIndex = this.#index
    space.exec(this.#text)
    this.#index = space.lastIndex
  }

  #refuse(expected: string, found = this.#nameNext()): never {
    throw new FileSyntaxError(`Expected ${expected}, found ${found}.`, this.#index)
  }

  #nameNext(): string {
    const character = this.#text.codePointAt(this.#index)
    return character === undefined ? 'the end' : JSON.stringify(String.fromCodePoint(character))
  }
}
