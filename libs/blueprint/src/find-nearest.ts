/** Longest word that is compared; the work grows with the product of both lengths. */
const longestWord = 100

/** The candidate that a mistyped word most likely meant, or `undefined` if none is near. */
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

/** Letters that are missing, too many, wrong, or have changed places with their neighbour. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  let before = previous
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1)
      const changed = Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1)
      const isSwapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      current.push(isSwapped ? Math.min(changed, (before[column - 2] ?? 0) + 1) : changed)
    }
    before = previous
    previous = current
  }
  return previous[right.length] ?? 0
}

/** Of more names than these, looking for the nearest takes too long. */
const mostCandidates = 1_000

/** The hint that names the nearest candidate, if there is one. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length > mostCandidates) return undefined
  const nearest = findNearest(word, candidates)
  return nearest === undefined ? undefined : `Did you mean "${nearest}"?`
}
