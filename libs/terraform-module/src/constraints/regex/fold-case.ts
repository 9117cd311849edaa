import { complement, type CharacterRanges } from './character-set.ts'

const upperA = 0x41
const upperZ = 0x5a
const toLower = 0x20

/**
 * The ranges with what `(?i)` adds to them: the other case, and the two characters beyond ASCII that fold to ASCII letters.
 * `undefined` where characters beyond ASCII may have another case.
 */
export function foldCase(ranges: CharacterRanges): CharacterRanges | undefined {
  const folded: (readonly [number, number])[] = [...ranges]
  for (const [first, last] of ranges) {
    if (last > 0x7f && !hasOneCase(Math.max(first, 0x80), last)) return undefined
    folded.push(...shifted(first, last, upperA, toLower), ...shifted(first, last, upperA + toLower, -toLower))
  }
  if (has(folded, 'k')) folded.push([0x212a, 0x212a])
  if (has(folded, 's')) folded.push([0x17f, 0x17f])
  return complement(complement(folded))
}

/** The letters of the range in the alphabet that begins at `alphabet`, moved to the other case. */
function shifted(first: number, last: number, alphabet: number, distance: number): CharacterRanges {
  const start = Math.max(first, alphabet)
  const end = Math.min(last, alphabet + upperZ - upperA)
  return start <= end ? [[start + distance, end + distance]] : []
}

function has(ranges: CharacterRanges, character: string): boolean {
  const code = character.charCodeAt(0)
  return ranges.some(([first, last]) => first <= code && code <= last)
}

function hasOneCase(first: number, last: number): boolean {
  if (last - first > 1_000) return false
  for (let code = first; code <= last; code += 1) {
    const character = String.fromCodePoint(code)
    if (character.toLowerCase() !== character || character.toUpperCase() !== character) return false
  }
  return true
}
