import type { PatternNode } from './pattern-node.ts'

const maximumDepth = 200

const classToken = /\[(?:\\[\s\S]|[^\]\\])*\]/uy
const escapeToken =
  /\\(?:u\{[0-9a-fA-F]+\}|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|k<[^>]*>|[1-9]\d*|[\s\S])/uy
const groupToken = /\((?:\?(?:[:=!]|<[=!]|<[^>]*>|[ims]*(?:-[ims]*)?:))?/uy
const repeatToken = /(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})(\??)/uy
const anyToken = /[\s\S]/uy

/**
 * Parses a pattern that the engine accepts with the flag `u`. Gives `undefined` for one that is nested too deeply to judge.
 * Source: https://tc39.es/ecma262/#sec-patterns
 */
export function parsePattern(text: string): PatternNode | undefined {
  const parser = new PatternParser(text)
  const node = parser.alternation()
  return parser.tooDeep ? undefined : node
}

class PatternParser {
  tooDeep = false
  readonly #text: string
  #offset = 0
  #depth = 0
  /** The openings of the groups with modifiers around this place, outermost first, e.g. `(?i:`. */
  #modifiers: readonly string[] = []

  constructor(text: string) {
    this.#text = text
  }

  alternation(): PatternNode {
    this.#depth += 1
    if (this.#depth > maximumDepth) this.tooDeep = true
    const items = [this.#concat()]
    while (!this.tooDeep && this.#accept('|')) items.push(this.#concat())
    this.#depth -= 1
    const [only, second] = items
    return only !== undefined && second === undefined ? only : { kind: 'alternation', items }
  }

  #concat(): PatternNode {
    const items: PatternNode[] = []
    while (!this.tooDeep && this.#offset < this.#text.length && !this.#at('|') && !this.#at(')'))
      items.push(this.#repeated(this.#atom()))
    return { kind: 'concat', items }
  }

  #repeated(item: PatternNode): PatternNode {
    const match = this.#match(repeatToken)
    if (match === undefined) return item
    const lazy = match[4] === '?'
    const [sign] = match[0]
    if (sign === '*') return { kind: 'repeat', item, minimum: 0, maximum: Infinity, lazy }
    if (sign === '+') return { kind: 'repeat', item, minimum: 1, maximum: Infinity, lazy }
    if (sign === '?') return { kind: 'repeat', item, minimum: 0, maximum: 1, lazy }
    const minimum = Number(match[1])
    const upper = match[3] === '' ? Infinity : Number(match[3])
    return { kind: 'repeat', item, minimum, maximum: match[2] === undefined ? minimum : upper, lazy }
  }

  #atom(): PatternNode {
    const opening = this.#match(groupToken)?.[0]
    if (opening !== undefined) return this.#group(opening)
    const escape = this.#match(escapeToken)?.[0]
    if (escape !== undefined) return this.#escape(escape)
    const text = (this.#match(classToken) ?? this.#match(anyToken))?.[0] ?? ''
    if (text === '^' || text === '$') {
      const multiline = this.#modifiers.some((modifiers) => modifiers.includes('m'))
      return { kind: 'assertion', text: this.#withModifiers(text), start: text === '^' && !multiline }
    }
    return { kind: 'character', text: this.#withModifiers(text) }
  }

  #escape(text: string): PatternNode {
    if (/^\\[bB]$/.test(text)) return { kind: 'assertion', text: this.#withModifiers(text), start: false }
    if (/^\\(?:k|[1-9])/.test(text)) return { kind: 'backreference' }
    return { kind: 'character', text: this.#withModifiers(text) }
  }

  #group(opening: string): PatternNode {
    const outer = this.#modifiers
    if (/^\(\?[ims-]+:$/.test(opening)) this.#modifiers = [...outer, opening]
    const item = this.alternation()
    this.#accept(')')
    this.#modifiers = outer
    const lookaround = /^\(\?(<?)([=!])$/.exec(opening)
    if (lookaround === null) return item
    const [, direction, sign] = lookaround
    return { kind: 'lookaround', item, negative: sign === '!', backward: direction === '<' }
  }

  #withModifiers(text: string): string {
    return `${this.#modifiers.join('')}${text}${')'.repeat(this.#modifiers.length)}`
  }

  #at(character: string): boolean {
    return this.#text[this.#offset] === character
  }

  #accept(character: string): boolean {
    if (!this.#at(character)) return false
    this.#offset += 1
    return true
  }

  #match(token: RegExp): RegExpExecArray | undefined {
    token.lastIndex = this.#offset
    const match = token.exec(this.#text)
    if (match === null) return undefined
    this.#offset += match[0].length
    return match
  }
}
