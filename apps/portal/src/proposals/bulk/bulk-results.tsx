import type { ProposalSummary } from '@groundplan/api-client'
import { Alert, Badge, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { describeApiError } from '../../api/api-error.ts'
import { ErrorState } from '../../api/error-state.tsx'
import { IconCloudOff } from '../../icons/icons.ts'
import { RouterAnchor } from '../../layout/router-links.tsx'
import classes from './bulk-results.module.css'
import { isDecided, summarizeResults } from './summarize-results.ts'
import type { BulkResult, BulkState } from './use-bulk-decision.ts'

export interface BulkResultsProps {
  readonly state: Exclude<BulkState, { status: 'asking' }>
  readonly proposals: readonly ProposalSummary[]
  readonly onStop: () => void
  readonly onClose: () => void
}

/** What became of each proposal, the newest result first; those that are not decided come first once all are there. */
export function BulkResults({ state, proposals, onStop, onClose }: BulkResultsProps) {
  const { status, results } = state
  const isRunning = status === 'running' || status === 'checking'
  const titles = new Map(proposals.map(({ number, title }) => [number, title]))
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [isRunning])
  const newest = results.toReversed()
  const ordered = isRunning
    ? newest
    : newest.toSorted((left, right) => Number(isDecided(left)) - Number(isDecided(right)))
  return (
    <Stack gap="md">
      {isRunning && (
        <Progress
          value={(100 * results.length) / Math.max(1, proposals.length)}
          aria-label="Proposals decided"
        />
      )}
      <Text size="sm" role="status">
        {status === 'running' && `${results.length} of ${proposals.length} done`}
        {status === 'checking' && 'Checking what was decided…'}
        {!isRunning && summarizeResults(results)}
      </Text>
      {state.status === 'failed' && <Failure error={state.error} />}
      <ul className={classes.list} tabIndex={0} aria-label="Results">
        {ordered.map((result) => (
          <li key={result.number} className={classes.row}>
            <Badge color={colors[result.outcome]}>{labels[result.outcome]}</Badge>
            <div>
              <Name number={result.number} title={titles.get(result.number)} isLink={!isRunning} />
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
          <Button ref={button} variant="default" onClick={onStop} loading={status === 'checking'}>
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

interface NameProps {
  readonly number: number
  readonly title: string | undefined
  /** False while following the link would stop the work. */
  readonly isLink: boolean
}

function Name({ number, title, isLink }: NameProps) {
  const name = `#${number} ${title ?? ''}`
  if (!isLink) return name
  return (
    <RouterAnchor to="/proposals/$number" params={{ number: String(number) }}>
      {name}
    </RouterAnchor>
  )
}

function Failure({ error }: { readonly error: unknown }) {
  if (describeApiError(error).kind !== 'unreachable') return <ErrorState error={error} />
  return (
    <Alert color="red" role="alert" icon={<IconCloudOff aria-hidden />} title="The connection was lost">
      <Text size="sm">Approved and rejected proposals stay decided. The others are still selected.</Text>
    </Alert>
  )
}

const colors = {
  approved: 'teal',
  rejected: 'red',
  withdrawn: 'gray',
  refused: 'yellow',
  open: 'gray',
  unknown: 'yellow',
} as const satisfies Record<BulkResult['outcome'], string>

const labels = {
  approved: 'Approved',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  refused: 'Skipped',
  open: 'Not decided',
  unknown: 'Unknown',
} as const satisfies Record<BulkResult['outcome'], string>
