import type { AvoidedCycle, Dependency, Wire } from './composition-plan.ts'

export interface SelectedWires {
  readonly wires: readonly Wire[]
  readonly alternatives: readonly Wire[]
  readonly avoided: readonly AvoidedCycle[]
}

/**
 * Takes for each input its best wire if it is sure enough. Surest first, so that where values would run in a circle it is the
 * weakest wire of the circle that is left out.
 */
export function selectWires(
  candidates: readonly (readonly Wire[])[],
  minimumConfidence: number,
): SelectedWires {
  const best = candidates
    .flatMap(([first]) => (first !== undefined && first.confidence >= minimumConfidence ? [first] : []))
    .toSorted((left, right) => right.confidence - left.confidence)
  const graph = new GrainGraph()
  const chosen = new Set<Wire>()
  const avoided: AvoidedCycle[] = []
  for (const wire of best) {
    const grains = graph.findPath(wire.to.grain, wire.from.grain)
    if (grains === undefined) {
      graph.add({ grain: wire.to.grain, on: wire.from.grain })
      chosen.add(wire)
    } else avoided.push({ wire, grains })
  }
  const all = candidates.flat()
  return {
    wires: all.filter((wire) => chosen.has(wire)),
    alternatives: all.filter((wire) => !chosen.has(wire)),
    avoided,
  }
}

/** The wires between grains. */
export class GrainGraph {
  readonly #fed = new Map<string, Set<string>>()

  constructor(dependencies: readonly Dependency[] = []) {
    for (const dependency of dependencies) this.add(dependency)
  }

  add({ grain, on }: Dependency): void {
    const fed = this.#fed.get(on) ?? new Set()
    fed.add(grain)
    this.#fed.set(on, fed)
  }

  /** The grains on a path from one to another, inclusive, or `undefined` if there is no path. */
  findPath(from: string, to: string): readonly string[] | undefined {
    const before = new Map<string, string | undefined>([[from, undefined]])
    const waiting = [from]
    for (let grain = waiting.pop(); grain !== undefined; grain = waiting.pop()) {
      if (grain === to) return pathTo(grain, before)
      for (const next of this.#fed.get(grain) ?? []) {
        if (before.has(next)) continue
        before.set(next, grain)
        waiting.push(next)
      }
    }
    return undefined
  }
}

function pathTo(grain: string, before: ReadonlyMap<string, string | undefined>): readonly string[] {
  const path = [grain]
  for (let each = before.get(grain); each !== undefined; each = before.get(each)) path.unshift(each)
  return path
}
