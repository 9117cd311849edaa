import {
  isImpossible,
  readField,
  weighCandidate,
  weighStay,
  type Evidence,
  type WireCandidate,
} from './candidate-evidence.ts'
import { describeEvidence } from './describe-evidence.ts'
import type { Wire } from './composition-plan.ts'
import { weighWire, type ReadiedInput, type ReadiedOutput, type ReadiedPart } from './wire-evidence.ts'
import { wireWeights } from './wire-weights.ts'

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
      return rankCandidates(target, input, { sources, parts: parts.length })
    }),
  )
}

/** True if there are so many inputs and outputs that only equal names are compared. */
export function isTooLarge(parts: readonly ReadiedPart[]): boolean {
  const inputs = parts.reduce((sum, part) => sum + part.inputs.length, 0)
  const outputs = parts.reduce((sum, part) => sum + part.outputs.length, 0)
  return inputs * outputs > maximumPairs
}

interface Candidate extends WireCandidate {
  readonly score: number
}

interface Sources {
  readonly sources: readonly { readonly source: ReadiedPart; readonly output: ReadiedOutput }[]
  /** How many parts the composition has. */
  readonly parts: number
}

function rankCandidates(
  target: ReadiedPart,
  input: ReadiedInput,
  { sources, parts }: Sources,
): readonly Wire[] {
  const found = sources.flatMap(({ source, output }): WireCandidate[] => {
    const evidence = weighWire(source, output, target, input)
    const candidate = evidence && { source, output, evidence }
    return candidate === undefined || isImpossible(candidate, target, input) ? [] : [candidate]
  })
  if (found.length === 0) return []
  const field = readField(target, input, found, parts)
  const candidates = found.map((each): Candidate => ({
    ...each,
    score: scoreOf(weighCandidate(each, field)),
  }))
  const stay = Math.exp(scoreOf(weighStay(field)))
  const all = candidates.reduce((sum, { score }) => sum + Math.exp(score), stay)
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

function scoreOf(evidence: Evidence): number {
  let score = 0
  for (const [name, value] of Object.entries(evidence)) score += (wireWeights[name] ?? 0) * value
  return score
}
