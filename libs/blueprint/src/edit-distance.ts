/** How many characters differ: added, left out, replaced, or swapped with the next one. The cost grows with the product of both lengths. */
export function editDistance(left: string, right: string): number {
  const [from, to] = [[...left], [...right]]
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  let before = previous
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1)
      const changed = Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1)
      const isSwapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current.push(isSwapped ? Math.min(changed, (before[column - 2] ?? 0) + 1) : changed)
    }
    before = previous
    previous = current
  }
  return previous[to.length] ?? 0
}
