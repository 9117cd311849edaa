import { printPlace } from '@groundplan/blueprint-generator/compose'
import { Button, NativeSelect, Text } from '@mantine/core'
import { useState } from 'react'
import { Panel } from '../layout/panel.tsx'
import { StackTable, type StackTableColumn } from '../layout/stack-table.tsx'
import { visibleName } from '../layout/visible-name.ts'
import classes from './compose.module.css'
import { answerOf, wireOf, type Answer, type Answers, type WireQuestion } from './composition-answers.ts'
import { ConfidenceBar } from './confidence-bar.tsx'

/** Questions whose best wire is less sure are hardly worth a line. */
const minimumShown = 0.15

export interface WireTableProps {
  readonly questions: readonly WireQuestion[]
  readonly answers: Answers
  readonly onAnswer: (question: WireQuestion, answer: Answer) => void
}

interface Row {
  readonly question: WireQuestion
  readonly answer: Answer
}

/** The wires that are made or could be, each with a choice of what the input gets. */
export function WireTable({ questions, answers, onAnswer }: WireTableProps) {
  const [showsAll, setShowsAll] = useState(false)
  const rows = questions.map((question) => ({ question, answer: answerOf(question, answers) }))
  const likely = rows.filter(
    ({ question, answer }) => question.best.confidence >= minimumShown || wireOf(question, answer),
  )
  const hidden = rows.length - likely.length
  return (
    <Panel title="Connections" flush>
      {rows.length === 0 ? (
        <Text c="dimmed" size="sm" p="lg">
          No output of one part fits an input of another. The form asks for every input.
        </Text>
      ) : (
        <StackTable
          label="Connections"
          columns={columnsFor(onAnswer)}
          rows={showsAll ? rows : likely}
          rowKey={({ question }) => question.id}
        />
      )}
      {hidden > 0 && (
        <div className={classes.more}>
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={showsAll}
            onClick={() => setShowsAll(!showsAll)}
          >
            {showsAll ? 'Hide' : 'Show'} {hidden} less likely
          </Button>
        </div>
      )}
    </Panel>
  )
}

function columnsFor(onAnswer: WireTableProps['onAnswer']): readonly StackTableColumn<Row>[] {
  return [
    { label: 'Connection', heading: true, render: WireName },
    {
      label: 'Value from',
      render: ({ question, answer }) => (
        <span className={classes.answer}>
          <NativeSelect
            size="sm"
            aria-label={`Value of ${visibleName(question.id)}`}
            data={optionsFor(question)}
            value={answer}
            onChange={(event) => onAnswer(question, event.currentTarget.value)}
          />
        </span>
      ),
    },
    {
      label: 'Confidence',
      render: ({ question, answer }) => (
        <ConfidenceBar confidence={(wireOf(question, answer) ?? question.best).confidence} />
      ),
    },
    {
      label: 'Reason',
      render: ({ question, answer }) =>
        (wireOf(question, answer) ?? question.best).reasons.map(visibleName).join(', '),
    },
  ]
}

function WireName({ question, answer }: Row) {
  const wire = wireOf(question, answer)
  return (
    <span className={classes.wire}>
      {wire !== undefined && (
        <>
          <code>{visibleName(printPlace(wire.from))}</code> <span className={classes.arrow}>→</span>{' '}
        </>
      )}
      <code>{visibleName(question.id)}</code>
    </span>
  )
}

function optionsFor({ candidates, canBeLeftOut }: WireQuestion) {
  return [
    ...candidates.map(({ from, confidence }) => ({
      value: printPlace(from),
      label: `${visibleName(printPlace(from))} (${Math.round(confidence * 100)}%)`,
    })),
    { value: 'form', label: 'Ask in the form' },
    ...(canBeLeftOut ? [{ value: 'left-out', label: 'Leave out (keeps its default)' }] : []),
  ]
}
