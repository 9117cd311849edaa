import { isSameTree, type Entry } from './tree.ts'

/** An element of one list, of the other, or of both, in the order of the result. */
export interface Alignment {
  readonly left: Entry | undefined
  readonly right: Entry | undefined
}

/** Maximum number of comparisons for a minimal diff; longer lists are compared without alignment. */
const mostComparisons = 250_000

/**
 * Aligns two lists by their longest common subsequence, so that as little as possible changes. Replaced
 * elements are paired with their replacements.
 */
export function alignLists(left: readonly Entry[], right: readonly Entry[]): readonly Alignment[] {
  let start = 0
  const shorter = Math.min(left.length, right.length)
  while (start < shorter && isSameAt(left, start, right, start)) start += 1
  let tail = 0
  while (tail < shorter - start && isSameAt(left, left.length - 1 - tail, right, right.length - 1 - tail))
    tail += 1
  const pair = (index: number, other: number): Alignment => ({ left: left[index], right: right[other] })
  const middle = alignMiddle(left.slice(start, left.length - tail), right.slice(start, right.length - tail))
  return [
    ...left.slice(0, start).map((_, index) => pair(index, index)),
    ...middle,
    ...left
      .slice(left.length - tail)
      .map((_, index) => pair(left.length - tail + index, right.length - tail + index)),
  ]
}

function isSameAt(left: readonly Entry[], index: number, right: readonly Entry[], other: number): boolean {
  const [one, two] = [left[index], right[other]]
  return one !== undefined && two !== undefined && isSameTree(one.value, two.value)
}

function alignMiddle(left: readonly Entry[], right: readonly Entry[]): readonly Alignment[] {
  if (left.length * right.length > mostComparisons) return pairUp(left, right)
  const found: Alignment[] = []
  let [from, to] = [0, 0]
  for (const [index, other] of commonElements(left, right)) {
    found.push(...pairUp(left.slice(from, index), right.slice(to, other)))
    found.push({ left: left[index], right: right[other] })
    from = index + 1
    to = other + 1
  }
  return [...found, ...pairUp(left.slice(from), right.slice(to))]
}

/** Pairs the elements between two matches one by one. */
function pairUp(left: readonly Entry[], right: readonly Entry[]): readonly Alignment[] {
  const length = Math.max(left.length, right.length)
  return Array.from({ length }, (_, index) => ({ left: left[index], right: right[index] }))
}

/** Indices of the longest common subsequence. */
function commonElements(
  left: readonly Entry[],
  right: readonly Entry[],
): readonly (readonly [number, number])[] {
  const width = right.length + 1
  const lengths = new Uint32Array((left.length + 1) * width)
  const at = (index: number, other: number) => lengths[index * width + other] ?? 0
  for (let index = left.length - 1; index >= 0; index -= 1) {
    for (let other = right.length - 1; other >= 0; other -= 1) {
      lengths[index * width + other] = isSameAt(left, index, right, other)
        ? at(index + 1, other + 1) + 1
        : Math.max(at(index + 1, other), at(index, other + 1))
    }
  }
  const found: (readonly [number, number])[] = []
  let [index, other] = [0, 0]
  while (at(index, other) > 0) {
    if (at(index + 1, other) === at(index, other)) index += 1
    else if (at(index, other + 1) === at(index, other)) other += 1
    else {
      found.push([index, other])
      index += 1
      other += 1
    }
  }
  return found
}
