import { editDistance } from './edit-distance.ts'

/** Maximum length of compared words; the cost grows with the product of both lengths. */
const longestWord = 100

/** Finds the candidate closest to a mistyped word; `undefined` if none is close. */
export function findNearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > longestWord) return undefined
  let nearest: string | undefined
  let smallest = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    if (candidate.length > longestWord) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < smallest) {
      smallest = distance
      nearest = candidate
    }
  }
  return nearest
}

/** With more names than this, searching takes too long. */
const mostCandidates = 1_000

/** A "Did you mean" hint with the nearest candidate, if there is one. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length > mostCandidates) return undefined
  const nearest = findNearest(word, candidates)
  return nearest === undefined ? undefined : `Did you mean "${nearest}"?`
}
