import fc from 'fast-check'
import type { Blueprint, BlueprintInput, BlueprintOutput } from '../blueprint.ts'
import { anyBlueprint } from '../blueprint.arbitrary.ts'

/** A blueprint and what somebody made of it: seldom all new, mostly a few edits. */
export const anyUpdate: fc.Arbitrary<readonly [from: Blueprint, to: Blueprint]> = fc
  .tuple(anyBlueprint, anyBlueprint, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 6 }))
  .map(([from, other, picks]) => [
    from,
    picks.reduce((blueprint, [which, place]) => edit(blueprint, other, { which, place }), from),
  ])

interface Pick {
  readonly which: number
  readonly place: number
}

type Edit = (blueprint: Blueprint, other: Blueprint, place: number) => Blueprint

function edit(blueprint: Blueprint, other: Blueprint, { which, place }: Pick): Blueprint {
  const apply = edits[which % edits.length]
  return apply === undefined ? blueprint : apply(blueprint, other, place)
}

const inputEdits: readonly ((input: BlueprintInput, other: BlueprintInput) => BlueprintInput)[] = [
  (input, { default: value = null }) => ({ ...input, default: value }),
  ({ default: _, ...input }) => input,
  (input) => ({ ...input, optional: input.optional !== true }),
  (input) => ({ ...input, sensitive: input.sensitive !== true }),
  (input) => ({ ...input, type: `list(${input.type ?? 'string'})` }),
  (input) => ({ ...input, type: 'object({ a = optional(string) })' }),
  (input) => ({ ...input, minimum: (input.minimum ?? 0) - 1 }),
  (input) => ({
    ...input,
    constraints: { ...input.constraints, '[*]': { 'not-null': true }, '': { minimum: 1 } },
  }),
  ({ constraints: _, ...input }) => input,
  (input, { constraints = {} }) => ({ ...input, constraints }),
  ({ pattern, ...input }) => (pattern === undefined ? { ...input, pattern: '^a' } : input),
  (input, other) => ({ ...input, ...other }),
  (input) => ({ ...input, unit: `${input.unit ?? ''}B`, 'display-name': 'A' }),
]

const outputEdits: readonly ((output: BlueprintOutput) => BlueprintOutput)[] = [
  (output) => ({ ...output, value: `${output.value}x` }),
  (output) => ({ ...output, sensitive: output.sensitive !== true }),
  (output) => ({ ...output, kind: output.kind === 'link' ? 'regular' : 'link' }),
]

const edits: readonly Edit[] = [
  (blueprint, other) => other ?? blueprint,
  ({ inputs, ...blueprint }, other, place) => ({ ...blueprint, inputs: merge(inputs, other.inputs, place) }),
  ({ outputs, ...blueprint }, other, place) => ({
    ...blueprint,
    outputs: merge(outputs, other.outputs, place),
  }),
  ({ grains, ...blueprint }, other, place) => ({ ...blueprint, grains: merge(grains, other.grains, place) }),
  ({ inputs, ...blueprint }, _, place) => ({ ...blueprint, inputs: rotate(inputs, place) }),
  ({ outputs, ...blueprint }, _, place) => ({ ...blueprint, outputs: rotate(outputs, place) }),
  ...inputEdits.map((change): Edit => (blueprint, other, place) => {
    const others = Object.values(other.inputs ?? {})
    const source = others[place % others.length] ?? {}
    return { ...blueprint, inputs: editOne(blueprint.inputs, place, (input) => change(input ?? {}, source)) }
  }),
  ...outputEdits.map((change): Edit => (blueprint, _, place) => {
    return { ...blueprint, outputs: editOne(blueprint.outputs, place, change) }
  }),
  (blueprint, other) => ({ ...blueprint, metadata: { ...other.metadata, owners: ['@a/b'] }, labels: ['x'] }),
  ({ description: _, ...blueprint }) => blueprint,
  (blueprint) => ({
    ...blueprint,
    grains: { ...blueprint.grains, chart: { kind: 'helm', spec: { source: { path: 'x' } } } },
  }),
  (blueprint, _, place) => ({
    ...blueprint,
    grains: editOne(blueprint.grains, place, (grain) =>
      grain.kind === 'terraform'
        ? {
            ...grain,
            'depends-on': 'a',
            spec: {
              ...grain.spec,
              source: { ...grain.spec.source, tag: 'v1' },
              'env-vars': [{ A: 1 }],
              'auto-approve': false,
            },
          }
        : { kind: 'shell', spec: {} },
    ),
  }),
]

/** Some entries of both, in an order that mixes them. */
function merge<Value>(
  own: Record<string, Value> | undefined,
  other: Record<string, Value> | undefined,
  place: number,
): Record<string, Value> {
  const entries = Object.entries(own ?? {})
  const at = place % (entries.length + 1)
  return Object.fromEntries([
    ...entries.slice(0, at),
    ...Object.entries(other ?? {}),
    ...entries.slice(at + 1),
  ])
}

function rotate<Value>(own: Record<string, Value> | undefined, place: number): Record<string, Value> {
  const entries = Object.entries(own ?? {})
  const at = place % (entries.length + 1)
  return Object.fromEntries([...entries.slice(at), ...entries.slice(0, at)])
}

function editOne<Value>(
  own: Record<string, Value> | undefined,
  place: number,
  change: (value: Value) => Value,
): Record<string, Value> {
  const entries = Object.entries(own ?? {})
  return Object.fromEntries(
    entries.map(([name, value], index) => [name, index === place % entries.length ? change(value) : value]),
  )
}
