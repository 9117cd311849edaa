import { complement, type CharacterRanges } from './character-set.ts'
import { foldCase } from './fold-case.ts'
import { perlClasses, posixClasses } from './named-classes.ts'
import { printClass, printRange } from './print-character.ts'
import { RegexRefused, type PatternReader } from './pattern-reader.ts'
import { readEscapedCharacter } from './read-escape.ts'
import type { CharacterNode } from './regex-node.ts'

interface ClassItem {
  readonly ranges: CharacterRanges
  readonly text: string
}

/** Reads a class after its `[`. Throws RegexRefused if RE2 rejects it or ECMAScript cannot express it. */
export function parseClass(reader: PatternReader, ignoreCase: boolean): CharacterNode {
  const negated = reader.accept('^')
  const items: ClassItem[] = []
  // A `]` right after the opening is a literal.
  do items.push(readItem(reader))
  while (!reader.accept(']'))
  const ranges = items.flatMap((item) => item.ranges)
  const folded = ignoreCase ? foldCase(ranges) : ranges
  if (folded === undefined) throw new RegexRefused()
  const text = ignoreCase ? printClass(folded, negated) : `[${negated ? '^' : ''}${printItems(items)}]`
  return { kind: 'character', ranges: negated ? complement(folded) : folded, text }
}

function printItems(items: readonly ClassItem[]): string {
  return items
    .map(({ text }, index) => (text === '-' && index > 0 && index < items.length - 1 ? '\\-' : text))
    .join('')
}

function readItem(reader: PatternReader): ClassItem {
  const named = readPosixClass(reader) ?? readPerlClass(reader)
  if (named !== undefined) return named
  const first = readClassCharacter(reader)
  if (!reader.startsWith('-') || reader.startsWith('-]')) return itemOf(first, first)
  reader.accept('-')
  const last = readClassCharacter(reader)
  if (last < first) throw new RegexRefused()
  return itemOf(first, last)
}

function itemOf(first: number, last: number): ClassItem {
  const text = first === last && first === 0x2d ? '-' : printRange([first, last])
  return { ranges: [[first, last]], text }
}

function readClassCharacter(reader: PatternReader): number {
  return reader.accept('\\') ? readEscapedCharacter(reader) : reader.nextCode()
}

function readPosixClass(reader: PatternReader): ClassItem | undefined {
  const match = reader.match(/\[:(\^?)(\w+):\]/y)
  if (match === undefined) return undefined
  const ranges = Object.hasOwn(posixClasses, match[2] ?? '') ? posixClasses[match[2] ?? ''] : undefined
  if (ranges === undefined) throw new RegexRefused()
  const found = match[1] === '^' ? complement(ranges) : ranges
  return { ranges: found, text: found.map(printRange).join('') }
}

function readPerlClass(reader: PatternReader): ClassItem | undefined {
  const name = reader.match(/\\([dDsSwW])/y)?.[1]
  return name === undefined ? undefined : perlClass(name)
}

/** `\d`, `\D` … as part of a class. */
export function perlClass(name: string): ClassItem {
  const found = perlClasses[name.toLowerCase()]
  if (found === undefined) throw new RegexRefused()
  if (name === name.toLowerCase()) return found
  const ranges = complement(found.ranges)
  return { ranges, text: name === 'S' ? ranges.map(printRange).join('') : `\\${name}` }
}
