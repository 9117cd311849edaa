import { parseBlueprint } from '@groundplan/blueprint'
import {
  planComposition,
  printPlace,
  type AvoidedCycle,
  type CompositionPlan,
} from '@groundplan/blueprint-generator/compose'
import { Alert } from '@mantine/core'
import { useMemo } from 'react'
import { ErrorState } from '../api/error-state.tsx'
import { LoadingRows } from '../api/loading-rows.tsx'
import { visibleName } from '../layout/visible-name.ts'
import {
  answerPlan,
  listQuestions,
  listShared,
  type Answer,
  type Answers,
  type WireQuestion,
} from './composition-answers.ts'
import { CompositionResult } from './composition-result.tsx'
import type { ChosenPart } from './part-picker.tsx'
import { SharedInputs } from './shared-inputs.tsx'
import { useBlueprintTexts } from './use-blueprint-texts.ts'
import { WireTable } from './wire-table.tsx'

export interface CompositionProps {
  readonly parts: readonly ChosenPart[]
  readonly answers: Answers
  readonly onAnswers: (answers: Answers) => void
}

/** Reads the chosen blueprints, proposes how they go together, and shows what comes of it. */
export function Composition({ parts, answers, onAnswers }: CompositionProps) {
  const { texts, error, isFetching, refetch } = useBlueprintTexts(parts.map(({ name }) => name))
  const grains = parts.map(({ grain }) => grain).join('\n')
  const proposal = useMemo(
    () => (texts === undefined ? undefined : propose(texts, grains.split('\n'))),
    [texts, grains],
  )
  if (proposal === undefined) {
    return error === null ? (
      <LoadingRows />
    ) : (
      <ErrorState error={error} retrying={isFetching} onRetry={refetch} />
    )
  }
  return <Proposal proposal={proposal} answers={answers} onAnswers={onAnswers} />
}

function propose(
  texts: readonly { readonly name: string; readonly text: string }[],
  grains: readonly string[],
): CompositionPlan {
  const read = texts.map(({ name, text }, index) => ({
    grain: grains[index] ?? name,
    ...parseBlueprint(`${name}.yaml`, text),
  }))
  const plan = planComposition(
    read.flatMap(({ grain, blueprint }) => (blueprint === undefined ? [] : [{ grain, blueprint }])),
  )
  const unread = read.flatMap(({ blueprint, diagnostics }) => (blueprint === undefined ? diagnostics : []))
  // Without one of its parts a composition is another one than was asked for.
  const problems = unread.map((diagnostic) => ({ ...diagnostic, rule: 'part' }))
  return { ...plan, diagnostics: [...problems, ...plan.diagnostics] }
}

interface ProposalProps extends Omit<CompositionProps, 'parts'> {
  readonly proposal: CompositionPlan
}

function Proposal({ proposal, answers, onAnswers }: ProposalProps) {
  const questions = useMemo(() => listQuestions(proposal), [proposal])
  const plan = useMemo(() => answerPlan(proposal, questions, answers), [proposal, questions, answers])
  const taken = new Set([...plan.wires.map(({ to }) => to), ...plan.leftOut].map(printPlace))
  const answer = ({ id }: WireQuestion, given: Answer) =>
    onAnswers({ ...answers, wires: new Map([...answers.wires, [id, given]]) })
  const share = (name: string, isShared: boolean) => {
    const apart = new Set(answers.apart)
    if (isShared) apart.delete(name)
    else apart.add(name)
    onAnswers({ ...answers, apart })
  }
  return (
    <>
      <WireTable questions={questions} answers={answers} onAnswer={answer} />
      <Avoided avoided={proposal.avoided} />
      <SharedInputs shared={listShared(proposal, taken)} apart={answers.apart} onChange={share} />
      <CompositionResult plan={plan} />
    </>
  )
}

function Avoided({ avoided }: { readonly avoided: readonly AvoidedCycle[] }) {
  if (avoided.length === 0) return null
  return (
    <Alert color="yellow" title="Circular connections aren’t suggested">
      {avoided.map(({ wire, grains }) => (
        <div key={printPlace(wire.to)}>
          <code>{visibleName(printPlace(wire.from))}</code> → <code>{visibleName(printPlace(wire.to))}</code>:
          the parts would wait for each other, {[...grains, wire.to.grain].join(' → ')}.
        </div>
      ))}
    </Alert>
  )
}
