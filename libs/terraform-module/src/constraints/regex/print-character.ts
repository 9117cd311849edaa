import type { CharacterRanges } from './character-set.ts'

const syntaxCharacters = new Set([...'^$\\.*+?()[]{}|'])
const names: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' }

/** A literal character outside a class. */
export function printCharacter(code: number): string {
  const character = String.fromCodePoint(code)
  return syntaxCharacters.has(character) ? `\\${character}` : printable(code)
}

/** A literal character inside a class. A dash is escaped unless it is known to be first or last. */
export function printInClass(code: number): string {
  const character = String.fromCodePoint(code)
  return '\\]^[-'.includes(character) ? `\\${character}` : printable(code)
}

export function printRange([first, last]: readonly [number, number]): string {
  if (first === last) return printInClass(first)
  return `${printInClass(first)}-${printInClass(last)}`
}

/** A class of these characters. */
export function printClass(ranges: CharacterRanges, negated = false): string {
  return `[${negated ? '^' : ''}${ranges.map(printRange).join('')}]`
}

function printable(code: number): string {
  const name = names[code]
  if (name !== undefined) return name
  const character = String.fromCodePoint(code)
  if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(character)) return character
  const digits = code.toString(16)
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
}
