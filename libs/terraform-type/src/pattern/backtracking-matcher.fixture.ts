import type { PatternNode, RepeatNode } from './pattern-node.ts'

export interface CountedSearch {
  readonly found: boolean
  /** Characters and assertions that were tried. */
  readonly steps: number
}

class OutOfSteps extends Error {}

/**
 * Looks for the pattern in the text as the specification of ECMAScript describes it, and counts. `undefined` above `limit`.
 * Back-references are not supported.
 */
export function searchAndCount(node: PatternNode, text: string, limit: number): CountedSearch | undefined {
  const matcher = new Matcher([...text], limit)
  try {
    for (let start = 0; start <= matcher.length; start += 1)
      if (matcher.match(node, start, 1, () => true)) return { found: true, steps: matcher.steps }
    return { found: false, steps: matcher.steps }
  } catch (error) {
    if (error instanceof OutOfSteps || error instanceof RangeError) return undefined
    throw error
  }
}

type Continue = (offset: number) => boolean

class Matcher {
  steps = 0
  #calls = 0
  readonly length: number
  readonly #characters: readonly string[]
  readonly #limit: number
  readonly #patterns = new Map<string, RegExp>()

  constructor(characters: readonly string[], limit: number) {
    this.#characters = characters
    this.length = characters.length
    this.#limit = limit
  }

  match(node: PatternNode, offset: number, direction: 1 | -1, next: Continue): boolean {
    this.#calls += 1
    if (this.#calls > this.#limit * 10) throw new OutOfSteps()
    switch (node.kind) {
      case 'character': {
        this.#step()
        const character = this.#characters[direction === 1 ? offset : offset - 1]
        return (
          character !== undefined &&
          this.#pattern(`^${node.text}$`).test(character) &&
          next(offset + direction)
        )
      }
      case 'assertion':
        this.#step()
        return this.#holds(node.text, offset) && next(offset)
      case 'lookaround': {
        this.#step()
        const found = this.match(node.item, offset, node.backward ? -1 : 1, () => true)
        return found !== node.negative && next(offset)
      }
      case 'alternation':
        return node.items.some((item) => this.match(item, offset, direction, next))
      case 'concat': {
        const items = direction === 1 ? node.items : node.items.toReversed()
        const from =
          (index: number): Continue =>
          (place) => {
            const item = items[index]
            return item === undefined ? next(place) : this.match(item, place, direction, from(index + 1))
          }
        return from(0)(offset)
      }
      case 'repeat':
        return this.#repeat(node, offset, direction, next)
      case 'backreference':
        throw new Error('Back-references are not supported.')
    }
  }

  #repeat(node: RepeatNode, offset: number, direction: 1 | -1, next: Continue): boolean {
    const { item, minimum, maximum, lazy } = node
    if (maximum === 0) return next(offset)
    const rest = { ...node, minimum: Math.max(0, minimum - 1), maximum: maximum - 1 }
    const again = () =>
      this.match(item, offset, direction, (place) =>
        minimum === 0 && place === offset ? false : this.#repeat(rest, place, direction, next),
      )
    if (minimum > 0) return again()
    return lazy ? next(offset) || again() : again() || next(offset)
  }

  #holds(text: string, offset: number): boolean {
    const before = this.#characters.slice(Math.max(0, offset - 1), offset).join('')
    const after = this.#characters.slice(offset, offset + 1).join('')
    if (text === '^') return offset === 0
    if (text === '$') return offset === this.length
    const pattern = this.#pattern(
      `(?<=^${before === '' ? '' : '[^]'})${text}(?=${after === '' ? '' : '[^]'}$)`,
    )
    return pattern.test(before + after)
  }

  #pattern(text: string): RegExp {
    const known = this.#patterns.get(text) ?? new RegExp(text, 'u')
    this.#patterns.set(text, known)
    return known
  }

  #step(): void {
    this.steps += 1
    if (this.steps > this.#limit) throw new OutOfSteps()
  }
}
