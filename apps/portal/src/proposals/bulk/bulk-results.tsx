import type { DecisionResultView, ProposalSummary } from '@groundplan/api-client'
import { Badge, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { ErrorState } from '../../api/error-state.tsx'
import { RouterAnchor } from '../../layout/router-links.tsx'
import classes from './bulk-results.module.css'
import type { BulkState } from './use-bulk-decision.ts'

export interface BulkResultsProps {
  readonly state: Exclude<BulkState, { status: 'asking' }>
  readonly proposals: readonly ProposalSummary[]
  readonly onStop: () => void
  readonly onClose: () => void
}

/** What became of each proposal, the newest result first; refused ones come first once all are there. */
export function BulkResults({ state, proposals, onStop, onClose }: BulkResultsProps) {
  const { status, results } = state
  const isRunning = status === 'running'
  const titles = new Map(proposals.map(({ number, title }) => [number, title]))
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [isRunning])
  const newest = results.toReversed()
  const ordered = isRunning
    ? newest
    : newest.toSorted((left, right) => Number(isDone(left)) - Number(isDone(right)))
  return (
    <Stack gap="md">
      {isRunning && (
        <Progress
          value={(100 * results.length) / Math.max(1, proposals.length)}
          aria-label="Proposals decided"
        />
      )}
      <Text size="sm" role="status">
        {describe(results, proposals.length, status)}
      </Text>
      {state.status === 'failed' && <ErrorState error={state.error} />}
      <ul className={classes.list} tabIndex={0} aria-label="Results">
        {ordered.map((result) => (
          <li key={result.number} className={classes.row}>
            <Badge color={colors[result.outcome]}>{labels[result.outcome]}</Badge>
            <div>
              <RouterAnchor to="/proposals/$number" params={{ number: String(result.number) }}>
                #{result.number} {titles.get(result.number)}
              </RouterAnchor>
              {result.outcome === 'refused' && (
                <Text size="sm" c="dimmed">
                  {result.message} {result.hint}
                </Text>
              )}
            </div>
          </li>
        ))}
      </ul>
      <Group justify="flex-end">
        {isRunning ? (
          <Button ref={button} variant="default" onClick={onStop}>
            Stop
          </Button>
        ) : (
          <Button ref={button} onClick={onClose}>
            Close
          </Button>
        )}
      </Group>
    </Stack>
  )
}

const colors = { approved: 'teal', rejected: 'red', refused: 'yellow' } as const
const labels = { approved: 'Approved', rejected: 'Rejected', refused: 'Skipped' } as const

function isDone({ outcome }: DecisionResultView): boolean {
  return outcome !== 'refused'
}

function describe(
  results: readonly DecisionResultView[],
  total: number,
  status: Exclude<BulkState['status'], 'asking'>,
): string {
  const count = (outcome: DecisionResultView['outcome']) =>
    results.filter((result) => result.outcome === outcome).length
  const parts = (['approved', 'rejected', 'refused'] as const)
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `${count(outcome)} ${labels[outcome].toLowerCase()}`)
  if (status === 'running') return `${results.length} of ${total} done`
  const left = total - results.length
  const rest = left === 0 ? '' : ` ${left} not decided.`
  return `${parts.length === 0 ? 'Nothing decided' : parts.join(', ')}.${rest}`
}
