import { isImpossible, weighCandidate, weighStay } from './candidate-evidence.ts'
import { readField, type Evidence, type WireCandidate } from './candidate-field.ts'
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
  return listChoices(parts).map(rankCandidates)
}

/** What an author decides: which of the candidates an input gets, or none. */
export interface Choice {
  readonly target: ReadiedPart
  readonly input: ReadiedInput
  readonly candidates: readonly { readonly candidate: WireCandidate; readonly evidence: Evidence }[]
  /** Evidence for none. */
  readonly stay: Evidence
}

/** The inputs that have candidates, with the evidence for each. */
export function listChoices(parts: readonly ReadiedPart[]): readonly Choice[] {
  const isTooMuch = isTooLarge(parts)
  return parts.flatMap((target) =>
    target.inputs.flatMap((input) => {
      const sources = parts
        .filter((part) => part !== target)
        .flatMap((source) =>
          source.outputs
            .filter(({ output }) => !isTooMuch || output.name === input.input.name)
            .map((output) => ({ source, output })),
        )
      const candidates = findCandidates(target, input, sources)
      if (candidates.length === 0) return []
      const field = readField(target, input, candidates, parts)
      return [
        {
          ...{ target, input },
          candidates: candidates.map((candidate) => ({
            candidate,
            evidence: weighCandidate(candidate, field),
          })),
          stay: weighStay(field),
        },
      ]
    }),
  )
}

/** True if there are so many inputs and outputs that only equal names are compared. */
export function isTooLarge(parts: readonly ReadiedPart[]): boolean {
  const inputs = parts.reduce((sum, part) => sum + part.inputs.length, 0)
  const outputs = parts.reduce((sum, part) => sum + part.outputs.length, 0)
  return inputs * outputs > maximumPairs
}

function findCandidates(
  target: ReadiedPart,
  input: ReadiedInput,
  sources: readonly { readonly source: ReadiedPart; readonly output: ReadiedOutput }[],
): readonly WireCandidate[] {
  return sources.flatMap(({ source, output }): WireCandidate[] => {
    const evidence = weighWire(source, output, target, input)
    const candidate = evidence && { source, output, evidence }
    return candidate === undefined || isImpossible(candidate, target, input) ? [] : [candidate]
  })
}

interface Candidate extends WireCandidate {
  readonly score: number
}

function rankCandidates({ target, input, candidates, stay }: Choice): readonly Wire[] {
  const scored = candidates.map(({ candidate, evidence }): Candidate => ({
    ...candidate,
    score: scoreOf(evidence),
  }))
  const all = scored.reduce((sum, { score }) => sum + Math.exp(score), Math.exp(scoreOf(stay)))
  return scored
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
