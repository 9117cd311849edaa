import { overlap, type CharacterRanges } from './character-set.ts'
import { isUnambiguousLoop } from './is-unambiguous-loop.ts'
import { minimumLength, type RegexNode } from './regex-node.ts'

/** Bounds from here on count as no bound. */
const large = 100
/** A search may take time in proportion to the text's length, or to its square; never more. */
const maximumDegree = 2

/**
 * True if a backtracking engine answers in reasonable time whatever the text. Refuses loops whose rounds can be divided in
 * several ways, which take exponential time, and long chains of loops over the same characters. Cautious: what it cannot
 * judge is refused.
 */
export function isQuick(node: RegexNode): boolean {
  if (!everyLoop(node, isUnambiguousLoop)) return false
  const alternatives = node.kind === 'alternation' ? node.items : [node]
  return alternatives.every((alternative) => {
    const steps = stepsOf(alternative)
    const search = isAnchored(alternative) || !steps.some((step) => step.loops > 0) ? 0 : 1
    return longestChain(steps) + search <= maximumDegree
  })
}

/** True if `holds` is true of every outermost loop without an upper bound. */
function everyLoop(node: RegexNode, holds: (body: RegexNode) => boolean): boolean {
  switch (node.kind) {
    case 'character':
    case 'assertion':
      return true
    case 'group':
      return everyLoop(node.item, holds)
    case 'repeat':
      return node.maximum >= large ? holds(node.item) : everyLoop(node.item, holds)
    case 'concat':
    case 'alternation':
      return node.items.every((item) => everyLoop(item, holds))
  }
}

function isAnchored(node: RegexNode): boolean {
  const first = node.kind === 'concat' ? node.items[0] : undefined
  return first?.kind === 'assertion' && first.text === '^'
}

/** A piece of a sequence: what it is made of, how many loops follow one another in it, and whether it may be skipped. */
interface Step {
  readonly ranges: CharacterRanges
  readonly loops: number
  readonly optional: boolean
}

function stepsOf(node: RegexNode): readonly Step[] {
  switch (node.kind) {
    case 'assertion':
      return []
    case 'character':
      return [{ ranges: node.ranges, loops: 0, optional: false }]
    case 'concat':
      return node.items.flatMap(stepsOf)
    case 'group':
      return stepsOf(node.item)
    case 'repeat':
      return repeatSteps(node)
    case 'alternation': {
      const branches = node.items.map(stepsOf)
      const loops = Math.max(...branches.map(longestChain))
      return [{ ranges: rangesOf(branches.flat()), loops, optional: minimumLength(node) === 0 }]
    }
  }
}

function repeatSteps({ item, minimum, maximum }: Extract<RegexNode, { kind: 'repeat' }>): readonly Step[] {
  const steps = stepsOf(item)
  const optional = minimum === 0 || minimumLength(item) === 0
  const ranges = rangesOf(steps)
  if (maximum >= large) return [{ ranges, loops: 1, optional }]
  if (!steps.some((step) => step.loops > 0)) return [{ ranges, loops: 0, optional }]
  if (minimum === 1 && maximum === 1) return steps
  // Each round has its own loops; two rounds show whether they follow one another.
  const chain = longestChain(maximum > 1 ? [...steps, ...steps] : steps)
  const perRound = longestChain(steps)
  return [{ ranges, loops: chain > perRound ? perRound * maximum : perRound, optional }]
}

function rangesOf(steps: readonly Step[]): CharacterRanges {
  return steps.flatMap((step) => step.ranges)
}

/** The most loops that can share one run of characters: between two of them nothing is certain to stop either. */
function longestChain(steps: readonly Step[]): number {
  const best = steps.map((step) => step.loops)
  for (const [index, step] of steps.entries()) {
    if (step.loops === 0) continue
    for (let next = index + 1; next < steps.length; next += 1) {
      const other = steps[next]
      if (other === undefined) break
      const meets = overlap(step.ranges, other.ranges)
      if (other.loops > 0 && meets) best[next] = Math.max(best[next] ?? 0, (best[index] ?? 0) + other.loops)
      if (!other.optional && !meets) break
    }
  }
  return Math.max(0, ...best)
}
