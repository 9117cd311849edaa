/** Inclusive ranges of code points. Order and overlap do not matter. */
export type CharacterRanges = readonly (readonly [number, number])[]

const lastCodePoint = 0x10ffff

/** The code points that are in none of the ranges. */
export function complement(ranges: CharacterRanges): CharacterRanges {
  const gaps: [number, number][] = []
  let next = 0
  for (const [first, last] of ranges.toSorted((left, right) => left[0] - right[0])) {
    if (first > next) gaps.push([next, first - 1])
    next = Math.max(next, last + 1)
  }
  if (next <= lastCodePoint) gaps.push([next, lastCodePoint])
  return gaps
}
