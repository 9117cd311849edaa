import { overlap, type CharacterRanges } from './character-set.ts'
import type { RegexNode } from './regex-node.ts'

const maximumPositions = 150
/** Fixed repetitions up to this many characters are written out; others are taken for loops, which is more cautious. */
const maximumCopies = 16

/**
 * True if a text can be divided into rounds of this loop in one way only. The loop's positions are those of Glushkov's
 * automaton; a text with two ways shows as two positions that are reached together and meet again.
 */
export function isUnambiguousLoop(body: RegexNode): boolean {
  if (body.kind === 'character') return true
  const loop = new Positions()
  const ends = loop.add(body)
  loop.connect(ends.last, ends.first)
  return !loop.ambiguous && loop.ranges.length <= maximumPositions && !divides(loop)
}

/** Where a part of the loop begins and ends; `empty` if it can also match nothing. */
interface Ends {
  readonly first: readonly number[]
  readonly last: readonly number[]
  readonly empty: boolean
}

class Positions {
  readonly ranges: CharacterRanges[] = []
  readonly next: Set<number>[] = []
  /** True as soon as two ways lead from one position to another. */
  ambiguous = false

  connect(from: readonly number[], to: readonly number[]): void {
    for (const position of from) {
      const next = this.next[position]
      for (const target of to) {
        if (next?.has(target) === true) this.ambiguous = true
        next?.add(target)
      }
    }
  }

  add(node: RegexNode): Ends {
    if (this.ambiguous || this.ranges.length > maximumPositions) return { first: [], last: [], empty: true }
    switch (node.kind) {
      case 'assertion':
        return { first: [], last: [], empty: true }
      case 'character': {
        const position = this.ranges.push(node.ranges) - 1
        this.next.push(new Set())
        return { first: [position], last: [position], empty: false }
      }
      case 'group':
        return this.add(node.item)
      case 'concat':
        return this.#sequence(node.items)
      case 'alternation':
        return this.#alternatives(node.items)
      case 'repeat':
        return this.#repeat(node)
    }
  }

  #sequence(items: readonly RegexNode[]): Ends {
    let whole: Ends = { first: [], last: [], empty: true }
    for (const item of items) {
      const ends = this.add(item)
      this.connect(whole.last, ends.first)
      whole = {
        first: whole.empty ? [...whole.first, ...ends.first] : whole.first,
        last: ends.empty ? [...whole.last, ...ends.last] : ends.last,
        empty: whole.empty && ends.empty,
      }
    }
    return whole
  }

  #alternatives(items: readonly RegexNode[]): Ends {
    const all = items.map((item) => this.add(item))
    // Two ways to match nothing are two ways.
    if (all.filter(({ empty }) => empty).length > 1) this.ambiguous = true
    return {
      first: all.flatMap(({ first }) => first),
      last: all.flatMap(({ last }) => last),
      empty: all.some(({ empty }) => empty),
    }
  }

  #repeat({ item, minimum, maximum }: Extract<RegexNode, { kind: 'repeat' }>): Ends {
    if (minimum === maximum && maximum <= maximumCopies && maximum > 0)
      return this.#sequence(Array.from({ length: maximum }, () => item))
    const ends = this.add(item)
    if (maximum > 1) this.connect(ends.last, ends.first)
    // What may be left out and may match nothing is ambiguous when repeated.
    if (ends.empty && maximum > 1) this.ambiguous = true
    return { ...ends, empty: ends.empty || minimum === 0 }
  }
}

/** True if two different positions can be reached by one text from one position, and lead to one position again. */
function divides({ ranges, next }: Positions): boolean {
  const seen = new Set<number>()
  const pairs: (readonly [number, number])[] = ranges.map((_, index) => [index, index])
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [left, right] = pair
    for (const first of next[left] ?? []) {
      for (const second of next[right] ?? []) {
        if (first === second) {
          if (left !== right) return true
          continue
        }
        const key = first * maximumPositions + second
        if (seen.has(key) || !overlap(ranges[first] ?? [], ranges[second] ?? [])) continue
        seen.add(key)
        pairs.push([first, second])
      }
    }
  }
  return false
}
