import { withoutProvider } from './name-words.ts'
import { findConcept, type Concept } from './wire-concepts.ts'
import type { ReadiedInput, ReadiedOutput, ReadiedPart, WireEvidence } from './wire-evidence.ts'

/** Evidence by name, each from 0 to about 3. */
export type Evidence = Readonly<Record<string, number>>

/** An output that an input could be given, and the evidence of the two alone. */
export interface WireCandidate {
  readonly source: ReadiedPart
  readonly output: ReadiedOutput
  readonly evidence: WireEvidence
}

/** What the candidates for one input have in common. */
export interface CandidateField {
  readonly target: ReadiedPart
  readonly input: ReadiedInput
  readonly concept: Concept | undefined
  /** How many parts have an output for the concept, and with the input's name. */
  readonly sources: number
  readonly namesakes: number
  /** How many parts have an output for what the input is used as, and how many such outputs each of them has. */
  readonly users: number
  readonly usable: ReadonlyMap<string, number>
  /** How many parts have a required input with this name. */
  readonly demand: number
  /** How many parts made of one module have an output, by `module output`. */
  readonly twins: ReadonlyMap<string, number>
  /** True if a part of the same store has an output with the input's name. */
  readonly hasKinNamesake: boolean
  /** True if a part that only computes values has an output with the input's name. */
  readonly hasComputed: boolean
  /** How many outputs for a concept a part has, by `part concept`. */
  readonly siblings: ReadonlyMap<string, number>
  readonly parts: number
}

/** What the candidates for an input have in common; `all` are the parts of the composition. */
export function readField(
  target: ReadiedPart,
  input: ReadiedInput,
  candidates: readonly WireCandidate[],
  all: readonly ReadiedPart[],
): CandidateField {
  const concept = findConcept(input.input.name)
  const siblings = new Map<string, number>()
  const sources = new Set<string>()
  const namesakes = new Set<string>()
  const usable = new Map<string, number>()
  const twins = new Map<string, number>()
  for (const { source, output, evidence } of candidates) {
    const { grain } = source.part
    if (isUsable(evidence)) usable.set(grain, (usable.get(grain) ?? 0) + 1)
    const twin = `${source.part.identity} ${output.output.name}`
    twins.set(twin, (twins.get(twin) ?? 0) + 1)
    const found = conceptOf(source, output)
    const key = `${source.part.grain} ${found}`
    siblings.set(key, (siblings.get(key) ?? 0) + 1)
    if (concept !== undefined && found === concept) sources.add(source.part.grain)
    if (output.output.name === input.input.name) namesakes.add(source.part.grain)
  }
  const counts = { sources: sources.size, namesakes: namesakes.size, users: usable.size }
  const { name } = input.input
  const demand = all.filter(({ requiredNames }) => requiredNames.has(name))
  const hasKinNamesake = candidates.some(
    ({ source, output }) => output.output.name === name && source.part.store === target.part.store,
  )
  const hasComputed = candidates.some(
    ({ source, output }) => output.output.name === name && source.part.isComputing,
  )
  return {
    ...{ target, input, concept, ...counts, usable, siblings, twins, hasKinNamesake, hasComputed },
    ...{ parts: all.length, demand: demand.length },
  }
}

/** True if what the output is fits what the input is used as. */
export function isUsable({ use }: WireEvidence): boolean {
  return use.match === 'exact' || use.match === 'suffix' || use.match === 'family'
}

/** No default, null, an empty default, or another one. */
export type DefaultState = 'req' | 'null' | 'empty' | 'filled'

/** What kind of default an input has. */
export function stateOf({ input: { required, input } }: ReadiedInput): DefaultState {
  if (required) return 'req'
  if (input.optional === true) return 'null'
  return isEmptyDefault(input.default) ? 'empty' : 'filled'
}

/** `""`, `false`, `[]` and `{}` mean "none" as a default. */
function isEmptyDefault(value: unknown): boolean {
  if (value === '' || value === false) return true
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** The concept of an output: by its name, or, of an `id` or `name`, by its part or resource. */
export function conceptOf({ part }: ReadiedPart, { output }: ReadiedOutput): Concept | undefined {
  const own = findConcept(output.name)
  if (own !== undefined || !/^(?:ids?|names?|arn|self_link)$/.test(output.name)) return own
  const words = [...part.nouns, ...output.origins.slice(0, 5).map(({ name }) => withoutProvider(name))]
  for (const word of words) {
    const found = findConcept(word)
    if (found !== undefined) return found
  }
  return undefined
}
