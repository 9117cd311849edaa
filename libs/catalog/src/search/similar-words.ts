import { editDistance } from '@groundplan/blueprint'

/** Shorter words look like everything. */
const shortestWord = 3

/** Maximum number of similar words for a misspelled one. */
const mostSimilar = 5

/** How many of the words that share most with the misspelled one are looked at. */
export const mostCandidates = 50

/** The parts of three characters that a word has, beginning and end marked, as pg_trgm has them; none of short words. */
export function trigramsOf(word: string): readonly string[] {
  if (isShort(word)) return []
  const characters = [...word]
  const padded = [' ', ' ', ...characters, ' ']
  return [
    ...new Set(
      characters.map((_, index) => padded.slice(index, index + 3).join('')).concat(padded.slice(-3).join('')),
    ),
  ]
}

/** Those of the candidates that somebody may have meant, the nearest first. */
export function chooseSimilar(word: string, candidates: Iterable<string>): readonly string[] {
  if (isShort(word)) return []
  const allowed = [...word].length <= 4 ? 1 : 2
  return [...candidates]
    .filter((candidate) => !isShort(candidate))
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ distance }) => distance > 0 && distance <= allowed)
    .toSorted((left, right) => left.distance - right.distance || (left.candidate < right.candidate ? -1 : 1))
    .slice(0, mostSimilar)
    .map(({ candidate }) => candidate)
}

function isShort(word: string): boolean {
  return [...word].length < shortestWord
}
