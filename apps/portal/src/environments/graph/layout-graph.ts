export interface GraphNode {
  readonly name: string
  /** Names of the nodes that it builds on. */
  readonly after: readonly string[]
}

/** Where a node stands: its layer, and its place in it, which may lie between two places. */
export interface PlacedNode {
  readonly name: string
  readonly layer: number
  readonly place: number
}

export interface GraphLayout {
  readonly nodes: readonly PlacedNode[]
  /** From nodes to those that build on them. What follows from others is left out. */
  readonly edges: readonly GraphEdge[]
  readonly layers: number
  /** Places of the largest layer. */
  readonly places: number
}

export interface GraphEdge {
  readonly from: PlacedNode
  readonly to: PlacedNode
  /** Where it passes the layers between the two, in order: no node stands there. */
  readonly through: readonly Omit<PlacedNode, 'name'>[]
}

/**
 * Places nodes in layers, so that each stands behind everything that it builds on, and near it. Names that no node has, and nodes that
 * build on themselves in a circle, are ignored.
 */
export function layoutGraph(nodes: readonly GraphNode[]): GraphLayout {
  const needs = new Map(nodes.map(({ name }) => [name, [] as string[]]))
  for (const { name, after } of nodes)
    needs.set(
      name,
      [...new Set(after)].filter((other) => other !== name && needs.has(other)),
    )
  const layerOf = findLayers(needs)
  const items = new Map<string, Item>(
    nodes.map(({ name }) => [keyOf(name), { key: keyOf(name), layer: layerOf(name), before: [] }]),
  )
  const edges = listEdges(needs).filter(({ from, to }) => layerOf(from) < layerOf(to))
  const ways = edges.map(({ from, to }) => {
    const through = layersBetween(layerOf(from), layerOf(to)).map((layer) => keyOf(from, to, layer))
    const chain = [keyOf(from), ...through, keyOf(to)]
    for (const [index, key] of chain.entries()) {
      const previous = chain[index - 1]
      const item = items.get(key) ?? { key, layer: layerOf(from) + index, before: [] }
      items.set(key, previous === undefined ? item : { ...item, before: [...item.before, previous] })
    }
    return { from, to, through }
  })
  const placed = placeItems([...items.values()])
  const placeOf = (key: string) => placed.get(key) ?? { layer: 0, place: 0 }
  const nodeOf = (name: string) => ({ name, ...placeOf(keyOf(name)) })
  return {
    nodes: nodes.map(({ name }) => nodeOf(name)),
    edges: ways.map(({ from, to, through }) => ({
      ...{ from: nodeOf(from), to: nodeOf(to), through: through.map(placeOf) },
    })),
    layers: Math.max(0, ...nodes.map(({ name }) => layerOf(name) + 1)),
    places: Math.max(0, ...[...placed.values()].map(({ layer }) => countIn(items, layer))),
  }
}

/** A node, or a place that an edge passes. */
interface Item {
  readonly key: string
  readonly layer: number
  /** Keys of what it is connected with in the layer before. */
  readonly before: readonly string[]
}

function keyOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts)
}

function layersBetween(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from - 1 }, (_, index) => from + 1 + index)
}

function countIn(items: ReadonlyMap<string, Item>, wanted: number): number {
  return [...items.values()].filter(({ layer }) => layer === wanted).length
}

/** Layer by layer, each item near the middle of what it is connected with. */
function placeItems(items: readonly Item[]): ReadonlyMap<string, { layer: number; place: number }> {
  const layers = Map.groupBy(items, ({ layer }) => layer)
  const most = Math.max(0, ...[...layers.values()].map(({ length }) => length))
  const placed = new Map<string, { layer: number; place: number }>()
  for (const [layer, members] of [...layers].toSorted(([left], [right]) => left - right)) {
    const center = ({ before }: Item) => {
      const around = before.flatMap((key) => placed.get(key)?.place ?? [])
      return around.length === 0 ? 0 : around.reduce((sum, place) => sum + place, 0) / around.length
    }
    const start = (most - members.length) / 2
    for (const [index, { key }] of members.toSorted((left, right) => center(left) - center(right)).entries())
      placed.set(key, { layer, place: start + index })
  }
  return placed
}

/** The length of the longest way to each node. */
function findLayers(needs: ReadonlyMap<string, readonly string[]>): (name: string) => number {
  const known = new Map<string, number>()
  const open = new Set<string>()
  const layerOf = (name: string): number => {
    const found = known.get(name)
    if (found !== undefined) return found
    open.add(name)
    const others = (needs.get(name) ?? []).filter((other) => !open.has(other))
    const layer = others.length === 0 ? 0 : Math.max(...others.map(layerOf)) + 1
    open.delete(name)
    known.set(name, layer)
    return layer
  }
  return layerOf
}

/** Without those that follow from others. */
function listEdges(
  needs: ReadonlyMap<string, readonly string[]>,
): readonly { readonly from: string; readonly to: string }[] {
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    (needs.get(to) ?? []).some((other) => {
      if (other === from) return true
      if (seen.has(other)) return false
      seen.add(other)
      return reaches(from, other, seen)
    })
  return [...needs].flatMap(([to, others]) =>
    others
      .filter((from) => !others.some((between) => between !== from && reaches(from, between)))
      .map((from) => ({ from, to })),
  )
}
