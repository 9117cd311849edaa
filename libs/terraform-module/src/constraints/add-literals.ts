import { always, and, Inexpressible, not, or, type Predicate } from './predicate.ts'
import { literalCase, type Case, type Cases, type Part } from './value.ts'

/** The sum of two numbers that are constant in each case, e.g. of `a == null ? 0 : 1`. */
export function addLiterals(left: Cases, right: Cases): Cases {
  const sums = new Map<number, Predicate>()
  for (const first of left) {
    for (const second of right) {
      const sum = literalNumber(first) + literalNumber(second)
      const when = and(first.when, second.when)
      const before = sums.get(sum)
      sums.set(sum, before === undefined ? when : or(before, when))
    }
  }
  return [...sums].map(([sum, when]) => literalCase(when, sum))
}

function literalNumber({ value }: Case): number {
  if (value.kind !== 'literal' || typeof value.value !== 'number') throw new Inexpressible()
  return value.value
}

/** How many elements a sequence has. Throws Inexpressible if it loops. */
export function countParts(parts: readonly Part[]): Cases {
  let sum: Cases = [literalCase(always, 0)]
  for (const part of parts) sum = addLiterals(sum, countPart(part))
  return sum
}

function countPart(part: Part): Cases {
  if (part.kind === 'item') return [literalCase(always, 1)]
  if (part.kind === 'loop') throw new Inexpressible()
  const inner = countParts(part.parts).map(({ when, value }) => ({ when: and(part.holds, when), value }))
  return [...inner, literalCase(not(part.holds), 0)]
}
