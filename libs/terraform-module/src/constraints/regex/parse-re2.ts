import { complement } from './character-set.ts'
import { foldCase } from './fold-case.ts'
import { parseClass, perlClass } from './parse-class.ts'
import { createPatternReader, RegexRefused, type PatternReader } from './pattern-reader.ts'
import { printCharacter, printClass } from './print-character.ts'
import { readEscapedCharacter } from './read-escape.ts'
import type { RegexNode } from './regex-node.ts'

interface Flags {
  readonly ignoreCase: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
}

const maximumDepth = 100
const maximumRepeat = 1_000

/**
 * Parses a regular expression of Terraform, which is Go's flavour of RE2. Throws RegexRefused where Go refuses the pattern
 * or where this does not know how ECMAScript says the same. Classes of Unicode (`\pL`) are refused: what is in them depends on
 * the version of Unicode on either side.
 * Source: https://pkg.go.dev/regexp/syntax
 */
export function parseRe2(text: string): RegexNode {
  const reader = createPatternReader(text)
  const parser = new Re2Parser(reader)
  const node = parser.parse()
  if (!reader.done()) throw new RegexRefused()
  return node
}

class Re2Parser {
  readonly #reader: PatternReader
  readonly #names = new Set<string>()
  #flags: Flags = { ignoreCase: false, multiline: false, dotAll: false }
  #depth = 0

  constructor(reader: PatternReader) {
    this.#reader = reader
  }

  parse(): RegexNode {
    return this.#alternation()
  }

  #alternation(): RegexNode {
    this.#depth += 1
    if (this.#depth > maximumDepth) throw new RegexRefused()
    const items = [this.#concat()]
    while (this.#reader.accept('|')) items.push(this.#concat())
    this.#depth -= 1
    const [only, second] = items
    return only !== undefined && second === undefined ? only : { kind: 'alternation', items }
  }

  #concat(): RegexNode {
    const items: RegexNode[] = []
    while (!this.#reader.done() && !this.#reader.startsWith('|') && !this.#reader.startsWith(')')) {
      if (this.#reader.accept('\\Q')) items.push(...this.#quoted())
      else items.push(...this.#repeated())
    }
    return { kind: 'concat', items }
  }

  #quoted(): readonly RegexNode[] {
    const match = this.#reader.match(/([\s\S]*?)(?:\\E|$)/y)
    return [...(match?.[1] ?? '')].map((character) => this.#literal(character.codePointAt(0) ?? 0))
  }

  /** One atom with its repetition; `undefined` for flags alone. */
  #repeated(): readonly RegexNode[] {
    const item = this.#atom()
    if (item === undefined) return []
    const bounds = this.#bounds()
    if (bounds === undefined) return [item]
    const [minimum, maximum] = bounds
    // ECMAScript does not repeat assertions, and RE2 does not repeat repetitions.
    if (item.kind === 'assertion') throw new RegexRefused()
    const lazy = this.#reader.accept('?')
    if (this.#bounds() !== undefined || !isRepeatable(item, maximumRepeat / repeats(minimum, maximum)))
      throw new RegexRefused()
    return [{ kind: 'repeat', item, minimum, maximum, lazy }]
  }

  #bounds(): readonly [number, number] | undefined {
    if (this.#reader.accept('*')) return [0, Infinity]
    if (this.#reader.accept('+')) return [1, Infinity]
    if (this.#reader.accept('?')) return [0, 1]
    const match = this.#reader.match(/\{(\d+)(,?)(\d*)\}/y)
    if (match === undefined) return undefined
    const minimum = Number(match[1])
    const upper = match[3] === '' ? Infinity : Number(match[3])
    const maximum = match[2] === '' ? minimum : upper
    const largest = maximum === Infinity ? minimum : maximum
    if (largest > maximumRepeat || minimum > maximum) throw new RegexRefused()
    return [minimum, maximum]
  }

  #atom(): RegexNode | undefined {
    const reader = this.#reader
    if (reader.accept('(')) return this.#group()
    if (reader.accept('[')) return parseClass(reader, this.#flags.ignoreCase)
    if (reader.accept('.')) return this.#dot()
    if (reader.accept('^')) return assertion(this.#flags.multiline ? '(?:^|(?<=\\n))' : '^')
    if (reader.accept('$')) return assertion(this.#flags.multiline ? '(?=\\n|$)' : '$')
    if (reader.accept('\\')) return this.#escape()
    if (this.#bounds() !== undefined) throw new RegexRefused()
    return this.#literal(reader.nextCode())
  }

  #dot(): RegexNode {
    const newline = [[10, 10]] as const
    return this.#flags.dotAll
      ? { kind: 'character', ranges: [[0, 0x10ffff]], text: '[\\s\\S]' }
      : { kind: 'character', ranges: complement(newline), text: '[^\\n]' }
  }

  #escape(): RegexNode {
    const reader = this.#reader
    if (reader.accept('A')) return assertion('^')
    if (reader.accept('z')) return assertion('$')
    const boundary = reader.match(/[bB]/y)
    if (boundary !== undefined) return assertion(`\\${boundary[0]}`)
    const name = reader.match(/[dDsSwW]/y)?.[0]
    return name === undefined ? this.#literal(readEscapedCharacter(reader)) : this.#perl(name)
  }

  #perl(name: string): RegexNode {
    const { ranges, text } = perlClass(name)
    if (this.#flags.ignoreCase && /w/i.test(name)) {
      const folded = foldCase(perlClass('w').ranges) ?? []
      const negated = name === 'W'
      return {
        kind: 'character',
        ranges: negated ? complement(folded) : folded,
        text: printClass(folded, negated),
      }
    }
    if (name === 's') return { kind: 'character', ranges, text: `[${text}]` }
    return { kind: 'character', ranges, text: name === 'S' ? `[^${perlClass('s').text}]` : text }
  }

  #literal(code: number): RegexNode {
    const ranges = [[code, code]] as const
    const folded = this.#flags.ignoreCase ? foldCase(ranges) : ranges
    if (folded === undefined) throw new RegexRefused()
    const text = folded.length === 1 ? printCharacter(code) : printClass(folded)
    return { kind: 'character', ranges: folded, text }
  }

  #group(): RegexNode | undefined {
    const outer = this.#flags
    const capturing = !this.#reader.accept('?') || this.#name()
    if (!capturing) {
      const flags = this.#reader.match(/([imsU]*)(?:-([imsU]+))?([:)])/y)
      if (flags === undefined || flags[0] === ')') throw new RegexRefused()
      this.#flags = withFlags(withFlags(outer, flags[1] ?? '', true), flags[2] ?? '', false)
      if (flags[3] === ')') return undefined
    }
    const item = this.#alternation()
    if (!this.#reader.accept(')')) throw new RegexRefused()
    this.#flags = outer
    return { kind: 'group', item, capturing }
  }

  /** True if a name follows: `(?P<name>` and `(?<name>` capture. */
  #name(): boolean {
    const name = this.#reader.match(/P?<(\w+)>/y)?.[1]
    if (name === undefined) return false
    if (this.#names.has(name)) throw new RegexRefused()
    this.#names.add(name)
    return true
  }
}

function withFlags(flags: Flags, letters: string, value: boolean): Flags {
  return {
    ignoreCase: letters.includes('i') ? value : flags.ignoreCase,
    multiline: letters.includes('m') ? value : flags.multiline,
    dotAll: letters.includes('s') ? value : flags.dotAll,
  }
}

function assertion(text: string): RegexNode {
  return { kind: 'assertion', text }
}

/** How often RE2 counts a repetition when it limits nested ones. */
function repeats(minimum: number, maximum: number): number {
  return Math.max(1, maximum === Infinity ? minimum : maximum)
}

/** RE2 refuses repetitions that multiply to more than a thousand. */
function isRepeatable(node: RegexNode, limit: number): boolean {
  if (limit < 1) return false
  switch (node.kind) {
    case 'character':
    case 'assertion':
      return true
    case 'group':
      return isRepeatable(node.item, limit)
    case 'repeat':
      return isRepeatable(node.item, limit / repeats(node.minimum, node.maximum))
    case 'concat':
    case 'alternation':
      return node.items.every((item) => isRepeatable(item, limit))
  }
}
