import type { Diagnostic } from '@groundplan/errors'
import {
  completePlan,
  printPlace,
  type CompositionPlan,
  type InputPlace,
  type SharedInput,
  type Wire,
} from '@groundplan/blueprint-generator/compose'

/** An input that could be wired, and the wires that it could have, best first. */
export interface WireQuestion {
  /** The place of the input, `grain.name`. */
  readonly id: string
  readonly to: InputPlace
  readonly best: Wire
  readonly candidates: readonly Wire[]
  /** True if the best wire is made where nobody says otherwise. */
  readonly isSure: boolean
  /** True if the grain has a value of its own where the form asks for none. */
  readonly canBeLeftOut: boolean
}

/** What an input gets: `form`, `left-out`, or the place of an output, `grain.name`. */
export type Answer = string

/** What people have decided; absent is what is proposed. */
export interface Answers {
  /** By the question's id. */
  readonly wires: ReadonlyMap<string, Answer>
  /** Names of shared inputs that shall be one field for each part after all. */
  readonly apart: ReadonlySet<string>
}

export const noAnswers: Answers = { wires: new Map(), apart: new Set() }

/** Everything that can be asked about the wires of a proposal: wires that are made first, then the surest. */
export function listQuestions({ parts, wires, alternatives }: CompositionPlan): readonly WireQuestion[] {
  const made = new Set(wires)
  const byInput = Map.groupBy([...wires, ...alternatives], ({ to }) => printPlace(to))
  const inputs = new Map(
    parts.flatMap(({ grain, inputs: all }) =>
      all.map((input) => [printPlace({ grain, input: input.name }), input] as const),
    ),
  )
  const questions = [...byInput].flatMap(([id, candidates]): WireQuestion[] => {
    const input = inputs.get(id)
    const [best] = candidates
    if (input === undefined || best === undefined) return []
    const canBeLeftOut = !input.required && input.isWhole
    return [{ id, to: best.to, best, candidates, isSure: made.has(best), canBeLeftOut }]
  })
  return questions.toSorted(
    (left, right) =>
      Number(right.isSure) - Number(left.isSure) || right.best.confidence - left.best.confidence,
  )
}

/** What the input gets as things stand; an answer that does not fit any more counts as none. */
export function answerOf(
  { id, best, candidates, isSure, canBeLeftOut }: WireQuestion,
  { wires }: Answers,
): Answer {
  const given = wires.get(id)
  if (given === 'form' || (given === 'left-out' && canBeLeftOut)) return given
  if (given !== undefined && candidates.some(({ from }) => printPlace(from) === given)) return given
  return isSure ? printPlace(best.from) : 'form'
}

/** The wire that an answer means, if it means one. */
export function wireOf({ candidates }: WireQuestion, answer: Answer): Wire | undefined {
  return candidates.find(({ from }) => printPlace(from) === answer)
}

/** The plan that people want. Wires that do not fit each other, such as circles, are findings and are left out. */
export function answerPlan(
  proposal: CompositionPlan,
  questions: readonly WireQuestion[],
  answers: Answers,
): CompositionPlan {
  const answered = questions.map((question) => ({ question, answer: answerOf(question, answers) }))
  const wires = answered.flatMap(({ question, answer }) => wireOf(question, answer) ?? [])
  const leftOut = answered.flatMap(({ question, answer }) => (answer === 'left-out' ? [question.to] : []))
  const taken = new Set([...wires.map(({ to }) => to), ...leftOut].map(printPlace))
  const shared = listShared(proposal, taken).filter(({ name }) => !answers.apart.has(name))
  const plan = completePlan(proposal.parts, { ...proposal, wires, leftOut, shared })
  return {
    ...plan,
    alternatives: proposal.alternatives,
    avoided: proposal.avoided,
    diagnostics: [...proposal.diagnostics.map(softenProposed), ...plan.diagnostics],
  }
}

/** The shared inputs that still fill several parts when some places are taken otherwise. */
export function listShared(
  { shared }: CompositionPlan,
  taken: ReadonlySet<string> = new Set(),
): readonly SharedInput[] {
  return shared
    .map((each) => ({ ...each, for: each.for.filter((place) => !taken.has(printPlace(place))) }))
    .filter((each) => each.for.length > 1)
}

/** Where only a proposal does not fit, its input is a field of the form, and that is no error. */
function softenProposed(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.rule === 'part' ? diagnostic : { ...diagnostic, severity: 'note' }
}

/** The same answers after a grain has got another name. */
export function renameGrain({ wires, apart }: Answers, from: string, to: string): Answers {
  const rename = (place: string) =>
    place.startsWith(`${from}.`) ? `${to}${place.slice(from.length)}` : place
  return { wires: new Map([...wires].map(([id, answer]) => [rename(id), rename(answer)])), apart }
}
