import type { PatternNode, RepeatNode } from './pattern-node.ts'
import { symbolsOf } from './symbol-sets.ts'

/** Bounded repetitions of up to this many characters are written out; longer ones count as unbounded, which is more cautious. */
const maximumCopies = 400
const maximumPositions = 3_000

/** Thrown for a pattern that is too large to judge. */
export class PatternTooLarge extends Error {}

/** A pattern as the places in it that consume a character, and the ways between them (Glushkov's automaton). */
export interface PositionAutomaton {
  /** The characters that each position matches. Position 0 is before the first character and matches none. */
  readonly symbols: readonly ReadonlySet<number>[]
  /** For each position the positions that may come next, and in how many ways each. */
  readonly next: readonly ReadonlyMap<number, number>[]
  /** For each position the most that the engine tries before the next character is consumed. */
  readonly cost: readonly number[]
  /** True for positions after which the pattern has matched whatever follows. */
  readonly accepts: readonly boolean[]
}

interface AutomatonOptions {
  /** True to match from right to left, as lookbehinds do. */
  readonly backward: boolean
  /** The most steps that one evaluation of a lookaround takes. */
  readonly lookaroundCost: (node: Extract<PatternNode, { kind: 'lookaround' }>) => number
}

/** Throws PatternTooLarge. */
export function createPositionAutomaton(node: PatternNode, options: AutomatonOptions): PositionAutomaton {
  const builder = new AutomatonBuilder(options)
  const whole = builder.add(node)
  builder.connect([[0, 1]], whole)
  const accepting = new Set(whole.freeLast)
  if (whole.freeEmpty) accepting.add(0)
  return { ...builder, accepts: builder.symbols.map((_, position) => accepting.has(position)) }
}

type Counts = readonly (readonly [position: number, ways: number])[]

/** Where a part begins and ends. */
interface Part {
  readonly first: Counts
  readonly last: Counts
  /** The positions after which the part has matched without another assertion. */
  readonly freeLast: readonly number[]
  /** The number of ways in which it matches the empty text. */
  readonly empty: number
  /** True if it matches the empty text at any position. */
  readonly freeEmpty: boolean
  /** The most that is tried from its beginning until a character is consumed. */
  readonly cost: number
}

const nothing: Part = { first: [], last: [], freeLast: [], empty: 1, freeEmpty: true, cost: 0 }
const anyText: PatternNode = {
  kind: 'repeat',
  item: { kind: 'character', text: '[^]' },
  minimum: 0,
  maximum: Infinity,
  lazy: false,
}

class AutomatonBuilder {
  readonly symbols: ReadonlySet<number>[] = [new Set()]
  readonly next: Map<number, number>[] = [new Map()]
  readonly cost: number[] = [1]
  readonly #options: AutomatonOptions
  readonly #known = new Map<string, ReadonlySet<number>>()

  constructor(options: AutomatonOptions) {
    this.#options = options
  }

  connect(from: Counts, { first, cost }: Pick<Part, 'first' | 'cost'>): void {
    for (const [position, ways] of from) {
      const next = this.next[position]
      for (const [target, more] of first) next?.set(target, (next.get(target) ?? 0) + ways * more)
      this.cost[position] = (this.cost[position] ?? 0) + ways * cost
    }
  }

  add(node: PatternNode): Part {
    switch (node.kind) {
      case 'character':
        return this.#character(node.text)
      case 'assertion':
        return { ...nothing, freeEmpty: false, cost: 1 }
      case 'lookaround':
        return { ...nothing, freeEmpty: false, cost: 1 + this.#options.lookaroundCost(node) }
      case 'backreference':
        // The text is known by then, but not here: as if it could be any.
        return this.add(anyText)
      case 'concat':
        return (this.#options.backward ? node.items.toReversed() : node.items)
          .map((item) => () => this.add(item))
          .reduce((whole, build) => this.#join(whole, build()), nothing)
      case 'alternation':
        return alternatives(node.items.map((item) => this.add(item)))
      case 'repeat':
        return this.#repeat(node)
    }
  }

  #character(text: string): Part {
    const known = this.#known.get(text) ?? symbolsOf(text)
    this.#known.set(text, known)
    const position = this.symbols.push(known) - 1
    if (position > maximumPositions) throw new PatternTooLarge()
    this.next.push(new Map())
    this.cost.push(1)
    return {
      first: [[position, 1]],
      last: [[position, 1]],
      freeLast: [position],
      empty: 0,
      freeEmpty: false,
      cost: 1,
    }
  }

  #join(left: Part, right: Part): Part {
    this.connect(left.last, right)
    return {
      first: left.empty === 0 ? left.first : [...left.first, ...times(right.first, left.empty)],
      last: right.empty === 0 ? right.last : [...times(left.last, right.empty), ...right.last],
      freeLast: right.freeEmpty ? [...left.freeLast, ...right.freeLast] : right.freeLast,
      empty: left.empty * right.empty,
      freeEmpty: left.freeEmpty && right.freeEmpty,
      cost: left.cost + left.empty * right.cost,
    }
  }

  #repeat(node: RepeatNode): Part {
    const { item, minimum, maximum } = node
    if (maximum === 0) return nothing
    const copies = maximum === Infinity ? minimum + 1 : maximum
    const isNullable = minimumLength(item) === 0
    if (copies > 1 && copies * sizeOf(item) > maximumCopies) {
      // Which of the required rounds are empty would be lost.
      if (isNullable && minimum > 1) throw new PatternTooLarge()
      return this.#unbounded(item, Math.min(minimum, 1))
    }
    if (maximum === Infinity) return this.#unbounded(item, minimum)
    const required = this.#copies(item, minimum)
    return this.#join(required, this.#optional(item, maximum - minimum))
  }

  #copies(item: PatternNode, count: number): Part {
    let whole = nothing
    for (let copy = 0; copy < count; copy += 1) whole = this.#join(whole, this.add(item))
    return whole
  }

  #unbounded(item: PatternNode, minimum: number): Part {
    const isNullable = minimumLength(item) === 0
    const before = this.#copies(item, isNullable ? minimum : Math.max(0, minimum - 1))
    const loop = this.add(item)
    this.connect(loop.last, loop)
    const mustEnter = !isNullable && minimum > 0
    return this.#join(before, mustEnter ? loop : skippable(loop))
  }

  /** Up to `count` rounds, of which an empty one ends them. */
  #optional(item: PatternNode, count: number): Part {
    if (count === 0) return nothing
    const rounds = Array.from({ length: count }, () => this.add(item))
    for (const [index, round] of rounds.entries()) {
      const following = rounds[index + 1]
      if (following !== undefined) this.connect(round.last, { ...following, cost: following.cost + 1 })
    }
    return skippable({
      ...nothing,
      first: rounds[0]?.first ?? [],
      last: rounds.flatMap(({ last }) => last),
      freeLast: rounds.flatMap(({ freeLast }) => freeLast),
      cost: rounds[0]?.cost ?? 0,
    })
  }
}

/** The part, or nothing in one way: the engine does not go on after an empty round. */
function skippable(part: Part): Part {
  return { ...part, empty: 1, freeEmpty: true, cost: part.cost + 1 }
}

function alternatives(parts: readonly Part[]): Part {
  return {
    first: parts.flatMap(({ first }) => first),
    last: parts.flatMap(({ last }) => last),
    freeLast: parts.flatMap(({ freeLast }) => freeLast),
    empty: parts.reduce((sum, { empty }) => sum + empty, 0),
    freeEmpty: parts.some(({ freeEmpty }) => freeEmpty),
    cost: parts.reduce((sum, { cost }) => sum + cost, 1),
  }
}

function times(counts: Counts, factor: number): Counts {
  return factor === 1 ? counts : counts.map(([position, ways]) => [position, ways * factor])
}

/** The least number of characters that a match has. */
function minimumLength(node: PatternNode): number {
  switch (node.kind) {
    case 'character':
      return 1
    case 'assertion':
    case 'lookaround':
    case 'backreference':
      return 0
    case 'repeat':
      return node.minimum * minimumLength(node.item)
    case 'concat':
      return node.items.reduce((sum, item) => sum + minimumLength(item), 0)
    case 'alternation':
      return Math.min(...node.items.map(minimumLength))
  }
}

/** How many positions the node becomes when its bounded repetitions are written out. */
function sizeOf(node: PatternNode): number {
  switch (node.kind) {
    case 'character':
      return 1
    case 'assertion':
    case 'lookaround':
      return 0
    case 'backreference':
      return 1
    case 'repeat': {
      const size = sizeOf(node.item)
      const copies = node.maximum === Infinity ? Math.max(1, node.minimum) : node.maximum
      return copies > 1 && copies * size > maximumCopies ? size * 2 : copies * size
    }
    case 'concat':
    case 'alternation':
      return node.items.reduce((sum, item) => sum + sizeOf(item), 0)
  }
}
