import type { PositionAutomaton } from './position-automaton.ts'

/** The limit on work before a pattern counts as too complex to analyze. */
const maximumWork = 1_500_000
/** How many sums are made before a pattern counts as too hard to judge; those of ordinary patterns take a tenth of it. */
const maximumSums = 20_000_000

export interface StepQuestion {
  /** The longest text, in characters. */
  readonly length: number
  /** Above this many steps counting stops. */
  readonly limit: number
  /** True if a match can begin at the first character only. */
  readonly anchored: boolean
}

/**
 * An upper bound on the steps that a backtracking engine takes for any text of up to `length` characters; Infinity above
 * `limit`, and where no bound was found.
 *
 * The engine walks a tree: each node is a way through the automaton that fits the beginning of the text. Ways that the same
 * beginning leads to are followed together, as a set of positions (so that ways that soon fail do not count for long), and
 * a set is split where two ways have met. The bound is the sum of the largest trees of the parts of a split, so it is never
 * too low.
 */
export function countSteps(automaton: PositionAutomaton, question: StepQuestion): number {
  // Each way on its own: often enough, and quick.
  const alone = new StepCounter(automaton, splitAll).count(question)
  return alone < Infinity ? alone : new StepCounter(automaton, splitWhereMet).count(question)
}

/** Positions that are reached together, and how often. */
type Ways = ReadonlyMap<number, number>
type Split = (ways: Ways) => readonly (readonly [positions: readonly number[], times: number])[]

const splitAll: Split = (ways) => [...ways].map(([position, times]) => [[position], times])

/** As many sets as there are different numbers of ways: a position is in the first of them as often as the rarest is reached. */
const splitWhereMet: Split = (ways) => {
  const levels = [...new Set(ways.values())].toSorted((left, right) => left - right)
  return levels.map((level, index) => {
    const positions = [...ways].filter(([, times]) => times >= level).map(([position]) => position)
    return [positions, level - (levels[index - 1] ?? 0)]
  })
}

type Branch = readonly (readonly [state: number, times: number])[]

interface State {
  readonly positions: readonly number[]
  readonly cost: number
  /** The next state for each kind of character. */
  branches: readonly Branch[]
}

class StepCounter {
  readonly #automaton: PositionAutomaton
  readonly #split: Split
  readonly #states: State[] = []
  readonly #byKey = new Map<string, number>()
  readonly #kinds: readonly (readonly number[])[]
  #work = 0

  constructor(automaton: PositionAutomaton, split: Split) {
    this.#automaton = automaton
    this.#split = split
    this.#kinds = kindsOfSymbols(automaton)
  }

  count({ length, limit, anchored }: StepQuestion): number {
    const { accepts } = this.#automaton
    const start = this.#stateOf([0])
    const ends = accepts.flatMap((isEnd, position) => (isEnd ? [this.#stateOf([position])] : []))
    if (!this.#explore()) return Infinity
    // An immediate match happens at the first character.
    const onlyOnce = anchored || accepts[0] === true
    const sums = this.#states.reduce((count, { branches }) => count + 1 + branches.flat().length, 0)
    const goesOn = reachesAnotherEnd(this.#automaton)
    let largest = Float64Array.from(this.#states, ({ cost }) => cost)
    let searched = 0
    let finishing = 0
    for (let rest = 0; rest <= length; rest += 1) {
      searched = onlyOnce ? (largest[start] ?? 0) : searched + (largest[start] ?? 0)
      // After a match, the engine only looks for a longer one and does not backtrack.
      finishing = goesOn ? finishing + largestOf(ends, largest) : largestOf(ends, largest)
      if (searched + finishing > limit || rest * sums > maximumSums) return Infinity
      const longer = this.#oneLonger(largest)
      if (longer.every((steps, state) => steps === largest[state])) {
        // Nothing grows any further.
        const more =
          (length - rest) * ((onlyOnce ? 0 : (largest[start] ?? 0)) + (goesOn ? largestOf(ends, largest) : 0))
        const total = searched + finishing + more
        return total > limit ? Infinity : total
      }
      largest = longer
    }
    return searched + finishing
  }

  /** The largest trees for texts of one more character. */
  #oneLonger(largest: Float64Array): Float64Array<ArrayBuffer> {
    return Float64Array.from(this.#states, ({ cost, branches }) => {
      let most = 0
      for (const branch of branches) {
        let sum = 0
        for (const [state, times] of branch) sum += times * (largest[state] ?? 0)
        if (sum > most) most = sum
      }
      return cost + most
    })
  }

  /** Finds all sets of positions. False if there are too many. */
  #explore(): boolean {
    for (const state of this.#states) {
      if (this.#work > maximumWork) return false
      state.branches = this.#kinds.flatMap((_, kind) => {
        const branch = this.#branch(state, kind)
        return branch.length === 0 ? [] : [branch]
      })
    }
    return true
  }

  #branch({ positions }: State, kind: number): Branch {
    const ways = new Map<number, number>()
    const { next, accepts } = this.#automaton
    for (const position of positions) {
      const following = next[position] ?? new Map<number, number>()
      this.#work += following.size
      for (const [target, times] of following) {
        if (accepts[target] === true || this.#kinds[kind]?.[target] !== 1) continue
        ways.set(target, (ways.get(target) ?? 0) + times)
      }
    }
    if (ways.size === 0) return []
    return this.#split(ways).map(([found, times]) => [this.#stateOf(found), times])
  }

  #stateOf(positions: readonly number[]): number {
    const sorted = positions.toSorted((left, right) => left - right)
    const key = sorted.join()
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    this.#work += sorted.length
    const cost = sorted.reduce((sum, position) => sum + (this.#automaton.cost[position] ?? 0), 0)
    const state = this.#states.push({ positions: sorted, cost, branches: [] }) - 1
    this.#byKey.set(key, state)
    return state
  }
}

/** True if a match can become a longer one. */
function reachesAnotherEnd({ accepts, next }: PositionAutomaton): boolean {
  const seen = new Set<number>()
  const open = accepts.flatMap((isEnd, position) => (isEnd ? [position] : []))
  for (let position = open.pop(); position !== undefined; position = open.pop()) {
    for (const following of next[position]?.keys() ?? []) {
      if (accepts[following] === true) return true
      if (seen.has(following)) continue
      seen.add(following)
      open.push(following)
    }
  }
  return false
}

function largestOf(states: readonly number[], largest: Float64Array): number {
  return states.reduce((most, state) => Math.max(most, largest[state] ?? 0), 0)
}

/** For each kind of character that the pattern distinguishes, which positions match it (1) or not (0). */
function kindsOfSymbols({ symbols }: PositionAutomaton): readonly (readonly number[])[] {
  const sets = [...new Set(symbols)]
  const kinds = new Map<string, number>()
  for (let symbol = 0; symbol <= 0x80; symbol += 1) {
    const key = sets.map((set) => (set.has(symbol) ? '1' : '0')).join('')
    if (key.includes('1') && !kinds.has(key)) kinds.set(key, symbol)
  }
  return [...kinds.values()].map((symbol) => symbols.map((set) => (set.has(symbol) ? 1 : 0)))
}
