import { countSteps } from './count-steps.ts'
import { parsePattern } from './parse-pattern.ts'
import type { LookaroundNode, PatternNode } from './pattern-node.ts'
import { createPositionAutomaton, PatternTooLarge } from './position-automaton.ts'

/**
 * An upper bound on the steps that a backtracking engine takes to look for the pattern in any text of up to `length`
 * characters; Infinity above `limit`, and for what cannot be judged. The pattern is one that the engine accepts with the
 * flag `u`.
 */
export function boundSteps(pattern: string, { length, limit }: { length: number; limit: number }): number {
  const node = parsePattern(pattern)
  if (node === undefined) return Infinity
  try {
    const anchors = countAnchors(node)
    // If they fail, the search moves to the next character.
    const passed = (anchors ?? 0) * length
    return passed + stepsOf(node, { length, limit, anchored: anchors !== undefined, backward: false })
  } catch (error) {
    if (error instanceof PatternTooLarge) return Infinity
    throw error
  }
}

interface Search {
  readonly length: number
  readonly limit: number
  readonly anchored: boolean
  readonly backward: boolean
}

function stepsOf(node: PatternNode, search: Search): number {
  const known = new Map<LookaroundNode, number>()
  const lookaroundCost = (lookaround: LookaroundNode) => {
    const { item, backward } = lookaround
    const cost = known.get(lookaround) ?? stepsOf(item, { ...search, anchored: true, backward })
    if (cost === Infinity) throw new PatternTooLarge()
    known.set(lookaround, cost)
    return cost
  }
  const automaton = createPositionAutomaton(node, { backward: search.backward, lookaroundCost })
  return countSteps(automaton, search)
}

/** How many `^` a match can begin with; `undefined` if it can begin without one. */
function countAnchors(node: PatternNode): number | undefined {
  switch (node.kind) {
    case 'assertion':
      return node.start ? 1 : undefined
    case 'concat':
      return node.items[0] === undefined ? undefined : countAnchors(node.items[0])
    case 'alternation': {
      const counts = node.items.map(countAnchors)
      return counts.reduce<number | undefined>(
        (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
        0,
      )
    }
    case 'repeat':
      return node.minimum > 0 ? countAnchors(node.item) : undefined
    default:
      return undefined
  }
}
