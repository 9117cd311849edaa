import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Wire } from './composition-plan.ts'
import { GrainGraph, selectWires } from './select-wires.ts'

const grain = fc.constantFrom('a', 'b', 'c', 'd')
const candidate = fc
  .record({ from: grain, to: grain, confidence: fc.double({ min: 0, max: 1, noNaN: true }) })
  .filter(({ from, to }) => from !== to)
  .map(({ from, to, confidence }): Wire => ({
    from: { grain: from, output: 'o' },
    to: { grain: to, input: 'i' },
    form: 'value',
    confidence,
    reasons: [],
  }))

test('wires never form a cycle, every input is kept, and only a stronger path back excludes a confident wire', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(candidate, { minLength: 1, maxLength: 3 }), { maxLength: 12 }),
      (candidates) => {
        const { wires, alternatives, avoided } = selectWires(candidates, 0.5)
        expect(wires.length + alternatives.length).toBe(candidates.flat().length)
        const graph = new GrainGraph()
        for (const { from, to } of wires) {
          expect(graph.findPath(to.grain, from.grain)).toBeUndefined()
          graph.add({ grain: to.grain, on: from.grain })
        }
        for (const { wire } of avoided) {
          const stronger = new GrainGraph()
          for (const { from, to, confidence } of wires)
            if (confidence >= wire.confidence) stronger.add({ grain: to.grain, on: from.grain })
          expect(stronger.findPath(wire.to.grain, wire.from.grain)).toBeDefined()
        }
      },
    ),
  )
})
