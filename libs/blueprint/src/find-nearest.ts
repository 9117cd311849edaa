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

/** Edit distance, counting a swap of neighbours as one edit. */
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

/** With more names than this, searching takes too long. */
const mostCandidates = 1_000

/** A "Did you mean" hint with the nearest candidate, if there is one. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length > mostCandidates) return undefined
  const nearest = findNearest(word, candidates)
  return nearest === undefined ? undefined : `Did you mean "${nearest}"?`
}
