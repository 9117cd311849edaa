import { printPlace, type CompositionPlan, type Wire } from './composition-plan.ts'
import type { Part } from './part.ts'
import {
  findWholeExpression,
  printKey,
  rewriteReferences,
  type Replacement,
  type Replacements,
} from './rewrite-references.ts'

/** The replacement in the composed blueprint for each reference of a part. */
export type ReplacementsOf = (part: Part) => Replacements

/** Chooses the replacement for every input of every part: another grain's output, a constant or a field. */
export function createReplacements(plan: CompositionPlan): ReplacementsOf {
  const { parts, wires, constants, expressions = [], inputs } = plan
  const partsByName = new Map(parts.map((part) => [part.grain, part]))
  const wiresByPlace = new Map(wires.map((wire) => [printPlace(wire.to), wire]))
  const others = new Map<string, Replacement>([
    ...[...constants, ...expressions].map(
      ({ to, value }) => [printPlace(to), { kind: 'value', value }] as const,
    ),
    ...inputs.flatMap(({ name, for: places }) =>
      places.map(
        (place) => [printPlace(place), { kind: 'expression', body: `.inputs.${printKey(name)}` }] as const,
      ),
    ),
  ])
  const replacementsOf: ReplacementsOf = ({ grain }) => ({
    grain: () => grain,
    input(name) {
      const place = printPlace({ grain, input: name })
      const wire = wiresByPlace.get(place)
      return wire === undefined ? others.get(place) : replaceByOutput(wire)
    },
  })
  // An output of a blueprint may itself refer to the blueprint's inputs; wires make no circles, so this comes to an end.
  const replaceByOutput = ({ from, form }: Wire): Replacement | undefined => {
    const source = partsByName.get(from.grain)
    const output = source?.outputs.find(({ name }) => name === from.output)
    if (source === undefined || output === undefined) return undefined
    const value = rewriteReferences(output.value, replacementsOf(source))
    const body = typeof value === 'string' ? findWholeExpression(value) : undefined
    if (form === 'element') return { kind: 'value', value: [value] }
    return body === undefined ? { kind: 'value', value } : { kind: 'expression', body }
  }
  return replacementsOf
}
