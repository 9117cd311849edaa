import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutGraph, type GraphNode } from './layout-graph.ts'

const node = (name: string, ...after: readonly string[]): GraphNode => ({ name, after })
const edgesOf = (...nodes: readonly GraphNode[]) =>
  layoutGraph(nodes).edges.map(({ from, to }) => `${from.name}→${to.name}`)

describe('the layout of a graph', () => {
  it('puts each node behind everything that it builds on', () => {
    const nodes = [
      node('app', 'database', 'queue'),
      node('database', 'network'),
      node('network'),
      node('queue'),
    ]
    expect(layoutGraph(nodes)).toMatchObject({
      ...{ layers: 3, places: 2 },
      nodes: [
        { name: 'app', layer: 2, place: 0.5 },
        { name: 'database', layer: 1, place: 0 },
        { name: 'network', layer: 0, place: 0 },
        { name: 'queue', layer: 0, place: 1 },
      ],
      edges: [
        { from: { name: 'database' }, to: { name: 'app' }, through: [] },
        // Past the database.
        { from: { name: 'queue' }, to: { name: 'app' }, through: [{ layer: 1, place: 1 }] },
        { from: { name: 'network' }, to: { name: 'database' }, through: [] },
      ],
    })
  })

  it('puts nodes near what they build on', () => {
    const { nodes } = layoutGraph([node('a'), node('b'), node('of b', 'b'), node('of a', 'a')])
    expect(nodes.map(({ name, place }) => [name, place])).toEqual([
      ...[['a', 0] as const, ['b', 1] as const, ['of b', 1] as const, ['of a', 0] as const],
    ])
  })

  it('leaves out edges that follow from others, what is unknown, and circles', () => {
    expect(edgesOf(node('a'), node('b', 'a'), node('c', 'a', 'b'))).toEqual(['a→b', 'b→c'])
    expect(edgesOf(node('a', 'gone', 'a'))).toEqual([])
    expect(layoutGraph([node('a', 'b'), node('b', 'a')]).nodes).toHaveLength(2)
    expect(layoutGraph([])).toEqual({ nodes: [], edges: [], layers: 0, places: 0 })
  })

  it('places every node of any graph once, and no edge points back', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
    const graphs = fc.uniqueArray(fc.record({ name: names, after: fc.array(names, { maxLength: 4 }) }), {
      selector: ({ name }) => name,
    })
    fc.assert(
      fc.property(graphs, (nodes) => {
        const layout = layoutGraph(nodes)
        expect(layout.nodes.map(({ name }) => name)).toEqual(nodes.map(({ name }) => name))
        const places = [...layout.nodes, ...layout.edges.flatMap(({ through }) => through)]
        const spots = places.map(({ layer, place }) => `${layer} ${place}`)
        expect(new Set(spots).size).toBe(spots.length)
        for (const { from, to, through } of layout.edges)
          expect(through.length).toBe(to.layer - from.layer - 1)
        for (const { place } of layout.nodes) {
          expect(place).toBeGreaterThanOrEqual(0)
          expect(place).toBeLessThanOrEqual(layout.places - 1)
        }
      }),
    )
  })
})
