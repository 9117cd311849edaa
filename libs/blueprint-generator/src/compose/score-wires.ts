import { describeEvidence } from './describe-evidence.ts'
import type { Wire } from './composition-plan.ts'
import {
  isGenericName,
  weighWire,
  wireFeatures,
  type ReadiedInput,
  type ReadiedOutput,
  type ReadiedPart,
  type WireEvidence,
  type WireFeature,
} from './wire-evidence.ts'

/**
 * How much each piece of evidence counts. The numbers come from half of the repositories of a corpus of 175 public ones, by a
 * conditional logit: of all outputs that an input could be given, and of none, which one had the author chosen? They are
 * measured on the other half (`npm run prove -- wiring`).
 */
const weights: Readonly<Record<WireFeature, number>> = {
  sameName: -0.39,
  sameNameOfPart: 1.55,
  sameNameOptional: 0.36,
  sameNameOfReference: 0.81,
  sameNameRequired: 0.92,
  sameGenericName: -1.4,
  genericOfPart: 0.1,
  ownName: -0.86,
  targetMakesIt: -0.79,
  sameWords: -0.36,
  partAndName: 0.15,
  resourceAndAttribute: 0.32,
  inputCovered: -0.78,
  allCovered: 0.91,
  outputCovered: 0.48,
  allOutputCovered: 1.03,
  private: 0.83,
  public: -0.41,
  partNamed: 0.84,
  sameThing: 0.49,
  otherKind: -1.63,
  otherThing: -0.98,
  sameHead: 0.6,
  sameType: 0.35,
  typeConverts: -0.21,
  asElement: 0.4,
  descriptions: 1.61,
  passedThrough: 0.8,
  sourceHasInput: -1.57,
  sameModule: -0.74,
  secretLeaks: -0.66,
}

/** Evidence for leaving an input to the launch form. */
const stayWeights = {
  bias: 2.43,
  required: 0.74,
  filledDefault: 2.14,
  emptyDefault: 1.73,
  optional: 1.98,
  genericName: 0.62,
  boolOrNumber: 1.99,
  reference: 0.41,
  keyed: 1.11,
}

/** Most pairs of outputs and inputs that are compared one by one; the work grows with their product. */
const maximumPairs = 500_000

/** Candidates for one input that are worth showing. */
const maximumCandidates = 5
const minimumConfidence = 0.02

/** The candidate outputs for each input, best first, with the probability that an author would choose each. */
export function scoreWires(parts: readonly ReadiedPart[]): readonly (readonly Wire[])[] {
  const isTooMuch = isTooLarge(parts)
  return parts.flatMap((target) =>
    target.inputs.map((input) => {
      const sources = parts
        .filter((part) => part !== target)
        .flatMap((source) =>
          source.outputs
            .filter(({ output }) => !isTooMuch || output.name === input.input.name)
            .map((output) => ({ source, output })),
        )
      return rankCandidates(target, input, sources)
    }),
  )
}

/** True if there are so many inputs and outputs that only equal names are compared. */
export function isTooLarge(parts: readonly ReadiedPart[]): boolean {
  const inputs = parts.reduce((sum, part) => sum + part.inputs.length, 0)
  const outputs = parts.reduce((sum, part) => sum + part.outputs.length, 0)
  return inputs * outputs > maximumPairs
}

interface Candidate {
  readonly source: ReadiedPart
  readonly output: ReadiedOutput
  readonly evidence: WireEvidence
  readonly score: number
}

function rankCandidates(
  target: ReadiedPart,
  input: ReadiedInput,
  sources: readonly { readonly source: ReadiedPart; readonly output: ReadiedOutput }[],
): readonly Wire[] {
  const candidates = sources.flatMap(({ source, output }): Candidate[] => {
    const evidence = weighWire(source, output, target, input)
    return evidence === undefined ? [] : [{ source, output, evidence, score: scoreOf(evidence) }]
  })
  const all = candidates.reduce((sum, { score }) => sum + Math.exp(score), Math.exp(stayScore(input)))
  return candidates
    .toSorted((left, right) => right.score - left.score)
    .slice(0, maximumCandidates)
    .map((candidate) => toWire(target, input, candidate, Math.exp(candidate.score) / all))
    .filter(({ confidence }) => confidence >= minimumConfidence)
}

function toWire(
  target: ReadiedPart,
  input: ReadiedInput,
  { source, output, evidence }: Candidate,
  confidence: number,
): Wire {
  return {
    from: { grain: source.part.grain, output: output.output.name },
    to: { grain: target.part.grain, input: input.input.name },
    form: evidence.form,
    confidence: Math.round(confidence * 100) / 100,
    reasons: describeEvidence(evidence, source, output, input),
  }
}

function scoreOf({ features }: WireEvidence): number {
  return wireFeatures.reduce((sum, feature) => sum + weights[feature] * Number(features[feature]), 0)
}

function stayScore({ input: { name, type, required, input }, name: { kind } }: ReadiedInput): number {
  const isEmpty = isEmptyValue(input.default)
  return (
    stayWeights.bias +
    (required ? stayWeights.required : 0) +
    (input.default !== undefined && !isEmpty ? stayWeights.filledDefault : 0) +
    (isEmpty ? stayWeights.emptyDefault : 0) +
    (input.optional === true ? stayWeights.optional : 0) +
    (isGenericName(name) ? stayWeights.genericName : 0) +
    (type.kind === 'bool' || type.kind === 'number' ? stayWeights.boolOrNumber : 0) +
    (/^(?:id|arn|subnet|endpoint|group)$/.test(kind) ? stayWeights.reference : 0) +
    (type.kind === 'object' || type.kind === 'map' ? stayWeights.keyed : 0)
  )
}

/** `""`, `false`, `[]` and `{}` mean "none" as a default. */
function isEmptyValue(value: unknown): boolean {
  if (value === '' || value === false) return true
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
