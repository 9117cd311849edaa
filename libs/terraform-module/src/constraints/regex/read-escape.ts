import { RegexRefused, type PatternReader } from './pattern-reader.ts'

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }

/** Reads an escape for one character, after its backslash. Throws RegexRefused if RE2 has no such escape. */
export function readEscapedCharacter(reader: PatternReader): number {
  const hexadecimal = reader.match(/x(?:\{([0-9a-fA-F]{1,8})\}|([0-9a-fA-F]{2}))/y)
  if (hexadecimal !== undefined) return inUnicode(parseInt(hexadecimal[1] ?? hexadecimal[2] ?? '', 16))
  const octal = reader.match(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y)
  if (octal !== undefined) return parseInt(octal[0], 8)
  const code = reader.nextCode()
  const character = String.fromCodePoint(code)
  const control = Object.hasOwn(controls, character) ? controls[character] : undefined
  if (control !== undefined) return control
  // Escaped ASCII punctuation is literal; other escaped letters and digits are invalid.
  if (/^[!-/:-@[-`{-~]$/.test(character)) return code
  throw new RegexRefused()
}

function inUnicode(code: number): number {
  // A lone surrogate is not a character.
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new RegexRefused()
  return code
}
