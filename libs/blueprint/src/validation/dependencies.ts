import type { Blueprint } from '../blueprint.ts'

/** The grains listed under `depends-on`, in order and with duplicates. */
export function listDependencies(dependsOn: string | undefined): readonly string[] {
  return (dependsOn ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** Names of grains by the grain that depends on them. */
export type DependencyGraph = ReadonlyMap<string, readonly string[]>

/** The dependency graph of the grains; skips undefined grains. */
export function toDependencyGraph({ grains }: Blueprint): DependencyGraph {
  return new Map(
    Object.entries(grains).map(([name, grain]) => {
      const named = listDependencies(grain['depends-on']).filter((other) => Object.hasOwn(grains, other))
      return [name, [...new Set(named)]] as const
    }),
  )
}

/** Steps that may be gone in a graph, so that a file made for it does not take minutes. */
export interface StepBudget {
  left: number
}

/** True if the first grain depends on the second, directly or indirectly, or if the budget is exhausted. */
export function dependsOn(graph: DependencyGraph, grain: string, other: string, budget: StepBudget): boolean {
  const reached = new Set(graph.get(grain) ?? [])
  // A set gives what is added on the way, too.
  for (const next of reached) {
    budget.left -= 1
    if (reached.has(other) || budget.left < 0) return true
    for (const further of graph.get(next) ?? []) reached.add(further)
  }
  return reached.has(other)
}

const mostCycles = 20

/** Finds dependency cycles, each starting with its first grain; at most twenty. */
export function findCycles(graph: DependencyGraph): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = []
  const done = new Set<string>()
  for (const start of graph.keys()) {
    const way: string[] = []
    const onWay = new Set<string>()
    // A stack of its own: the chain may be longer than calls can be nested.
    const stack: { readonly name: string; next: number }[] = [{ name: start, next: 0 }]
    while (stack.length > 0 && cycles.length < mostCycles) {
      const top = stack[stack.length - 1]
      if (top === undefined) break
      if (top.next === 0) {
        if (done.has(top.name)) {
          stack.pop()
          continue
        }
        way.push(top.name)
        onWay.add(top.name)
      }
      const follower = (graph.get(top.name) ?? [])[top.next]
      top.next += 1
      if (follower === undefined) {
        done.add(top.name)
        onWay.delete(top.name)
        way.pop()
        stack.pop()
      } else if (follower !== top.name && onWay.has(follower)) cycles.push(way.slice(way.indexOf(follower)))
      else if (follower !== top.name && !done.has(follower)) stack.push({ name: follower, next: 0 })
    }
  }
  return cycles
}
