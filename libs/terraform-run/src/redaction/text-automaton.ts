/** How much of a text the automaton knows; the rest is compared where its beginning is found. */
const longestBeginning = 48

/** Where a text that was looked for is. */
export interface TextMatch {
  readonly from: number
  readonly to: number
}

export interface TextMatches {
  /** In the order of their ends of what the automaton knows; they may overlap. */
  readonly matches: readonly TextMatch[]
  /** Where a text may begin that goes on after the end. */
  readonly openFrom: number
}

/**
 * Finds many texts at once in time that depends on the length of the input alone: the automaton of Aho and Corasick
 * (https://doi.org/10.1145/360825.360855), with all transitions worked out.
 */
export class TextAutomaton {
  readonly #texts: readonly string[]
  /** A number for each character that occurs in a text; 0 for all others. */
  readonly #classes = new Uint16Array(65_536)
  readonly #classCount: number
  /** The next state by state and class. */
  readonly #next: Int32Array
  readonly #depths: Int32Array
  /** The texts whose beginning ends in a state. */
  readonly #found: readonly (readonly number[])[]

  constructor(texts: readonly string[]) {
    this.#texts = [...new Set(texts)].filter((text) => text !== '')
    const beginnings = this.#texts.map((text) => text.slice(0, longestBeginning))
    let classCount = 1
    for (const beginning of beginnings)
      for (let index = 0; index < beginning.length; index += 1) {
        const code = beginning.charCodeAt(index)
        if (this.#classes[code] === 0) {
          this.#classes[code] = classCount
          classCount += 1
        }
      }
    this.#classCount = classCount
    const most = 1 + beginnings.reduce((sum, { length }) => sum + length, 0)
    this.#next = new Int32Array(most * classCount)
    this.#depths = new Int32Array(most)
    const found = Array.from({ length: most }, (): number[] => [])
    let states = 1
    for (const [text, beginning] of beginnings.entries()) {
      let state = 0
      for (let index = 0; index < beginning.length; index += 1) {
        const edge = state * classCount + (this.#classes[beginning.charCodeAt(index)] ?? 0)
        if (this.#next[edge] === 0) {
          this.#next[edge] = states
          this.#depths[states] = index + 1
          states += 1
        }
        state = this.#next[edge] ?? 0
      }
      found[state]?.push(text)
    }
    this.#found = found
    this.#complete(found)
  }

  /** Adds to each state the transitions and texts of the longest other state that is its end, by increasing length. */
  #complete(found: readonly number[][]): void {
    const [next, classCount] = [this.#next, this.#classCount]
    const fallback = new Int32Array(this.#depths.length)
    const queue: number[] = []
    for (let letter = 1; letter < classCount; letter += 1) {
      const state = next[letter] ?? 0
      if (state !== 0) queue.push(state)
    }
    // The queue grows on the way.
    for (const state of queue) {
      const shorter = fallback[state] ?? 0
      found[state]?.push(...(found[shorter] ?? []))
      for (let letter = 1; letter < classCount; letter += 1) {
        const edge = state * classCount + letter
        const child = next[edge] ?? 0
        const other = next[shorter * classCount + letter] ?? 0
        if (child === 0) next[edge] = other
        else {
          fallback[child] = other
          queue.push(child)
        }
      }
    }
  }

  find(input: string): TextMatches {
    const [next, classes, classCount] = [this.#next, this.#classes, this.#classCount]
    const matches: TextMatch[] = []
    let openFrom = input.length
    let state = 0
    for (let index = 0; index < input.length; index += 1) {
      const letter = classes[input.charCodeAt(index)] ?? 0
      state = letter === 0 ? 0 : (next[state * classCount + letter] ?? 0)
      const found = this.#found[state]
      if (found === undefined || found.length === 0) continue
      for (const number of found) {
        const text = this.#texts[number] ?? ''
        const from = index + 1 - Math.min(text.length, longestBeginning)
        if (input.startsWith(text, from)) matches.push({ from, to: from + text.length })
        else if (from + text.length > input.length && text.startsWith(input.slice(from)))
          openFrom = Math.min(openFrom, from)
      }
    }
    return { matches, openFrom: Math.min(openFrom, input.length - (this.#depths[state] ?? 0)) }
  }
}
