/** Shorter words look like everything. */
const shortestWord = 3

/** How many similar words stand in for one that is misspelled. */
const mostSimilar = 5

/** How many of the words that share most with the misspelled one are looked at. */
export const mostCandidates = 50

/** The parts of three characters that a word has, beginning and end marked, as pg_trgm has them; none of short words. */
export function trigramsOf(word: string): readonly string[] {
  const characters = [...word]
  if (characters.length < shortestWord) return []
  const padded = [' ', ' ', ...characters, ' ']
  return [
    ...new Set(
      characters.map((_, index) => padded.slice(index, index + 3).join('')).concat(padded.slice(-3).join('')),
    ),
  ]
}

/** Those of the candidates that somebody may have meant, the nearest first. */
export function chooseSimilar(word: string, candidates: Iterable<string>): readonly string[] {
  const allowed = [...word].length <= 4 ? 1 : 2
  return [...candidates]
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ distance }) => distance > 0 && distance <= allowed)
    .toSorted((left, right) => left.distance - right.distance || (left.candidate < right.candidate ? -1 : 1))
    .slice(0, mostSimilar)
    .map(({ candidate }) => candidate)
}

/** How many characters were mistyped: added, left out, replaced, or swapped with the next one. */
function editDistance(left: string, right: string): number {
  const [from, to] = [[...left], [...right]]
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [row, character] of from.entries()) {
    const current = [row + 1]
    for (const [column, other] of to.entries()) {
      const replaced = (last[column] ?? 0) + (character === other ? 0 : 1)
      const isSwapped = row > 0 && column > 0 && character === to[column - 1] && from[row - 1] === other
      const swapped = isSwapped ? (beforeLast[column - 1] ?? 0) + 1 : Infinity
      current.push(Math.min(replaced, swapped, (last[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    beforeLast = last
    last = current
  }
  return last[to.length] ?? 0
}
