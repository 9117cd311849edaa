import type { ProposalSummary } from '@groundplan/api-client'
import { Alert, Button, Checkbox, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useState } from 'react'
import { useProposalSelection } from '../selection/proposal-selection.tsx'
import { BulkResults } from './bulk-results.tsx'
import { isDecided } from './summarize-results.ts'
import { useBulkDecision } from './use-bulk-decision.ts'

export type BulkAction = 'approve' | 'reject'

export interface BulkDialogProps {
  readonly action: BulkAction | undefined
  readonly onClose: () => void
}

/** Asks whether the selected proposals are to be approved or rejected, and shows what became of each. */
export function BulkDialog({ action, onClose }: BulkDialogProps) {
  const { selected, remove } = useProposalSelection()
  const { state, start, stop, reset } = useBulkDecision()
  const [shown, setShown] = useState<readonly ProposalSummary[]>([])
  const isRunning = state.status === 'running' || state.status === 'checking'
  useBlocker({
    shouldBlockFn: () => isRunning && !window.confirm('Stop deciding, and leave this page?'),
    enableBeforeUnload: () => isRunning,
  })
  const proposals = state.status === 'asking' ? [...selected.values()] : shown
  const close = () => {
    if (isRunning) return
    const done = state.status === 'asking' ? [] : state.results
    remove(done.filter(isDecided).map(({ number }) => number))
    onClose()
  }
  return (
    <Modal
      opened={action !== undefined}
      onClose={close}
      onExitTransitionEnd={reset}
      closeOnClickOutside={!isRunning}
      withCloseButton={!isRunning}
      title={titleOf(action, proposals.length, isRunning ? 'running' : state.status)}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {state.status === 'asking' ? (
        action !== undefined && (
          <Question
            key={action}
            action={action}
            proposals={proposals}
            onCancel={close}
            onStart={(options) => {
              setShown(proposals)
              const decision =
                action === 'approve' ? { action, ...options } : { action, reason: options.reason }
              void start(proposals, decision)
            }}
          />
        )
      ) : (
        <BulkResults state={state} proposals={shown} onStop={stop} onClose={close} />
      )}
    </Modal>
  )
}

function titleOf(action: BulkAction | undefined, count: number, status: string): string {
  const proposals = count === 1 ? '1 proposal' : `${count} proposals`
  if (status === 'asking') return `${action === 'reject' ? 'Reject' : 'Approve'} ${proposals}?`
  if (status === 'running') return `${action === 'reject' ? 'Rejecting' : 'Approving'} ${proposals}`
  return 'Results'
}

interface QuestionProps {
  readonly action: BulkAction
  readonly proposals: readonly ProposalSummary[]
  readonly onCancel: () => void
  readonly onStart: (options: { acknowledgeBreaking: boolean; reason: string }) => void
}

function Question({ action, proposals, onCancel, onStart }: QuestionProps) {
  const [acknowledgeBreaking, setAcknowledged] = useState(false)
  const [reason, setReason] = useState('')
  const breaking = proposals.filter((proposal) => proposal.breaking > 0).length
  const conflicts = proposals.filter((proposal) => proposal.conflicts > 0).length
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onStart({ acknowledgeBreaking, reason })
      }}
    >
      <Stack gap="md">
        {action === 'approve' ? (
          <>
            <Text size="sm">
              Approved blueprints appear in the catalog immediately. Proposals that changed since you selected
              them are skipped.
            </Text>
            {breaking > 0 && (
              <Alert color="red" title={`${countOf(breaking)} breaking changes`}>
                <Text size="sm" mb="sm">
                  People who use these blueprints may have to act. Without your confirmation, they are
                  skipped.
                </Text>
                <Checkbox
                  label="I've reviewed these breaking changes"
                  checked={acknowledgeBreaking}
                  onChange={(event) => setAcknowledged(event.currentTarget.checked)}
                />
              </Alert>
            )}
            {conflicts > 0 && (
              <Alert color="yellow" title={`${countOf(conflicts)} undecided conflicts`}>
                <Text size="sm">They are skipped. Open each one to decide.</Text>
              </Alert>
            )}
          </>
        ) : (
          <>
            <Text size="sm">
              Groundplan doesn’t propose these blueprints again until someone reopens the proposals.
            </Text>
            <Textarea
              data-autofocus
              label="Reason (optional)"
              description="Everyone who opens these proposals can read it."
              autosize
              minRows={3}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" {...(action === 'reject' ? { color: 'red' } : { 'data-autofocus': true })}>
            {action === 'approve' ? 'Approve' : 'Reject'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function countOf(proposals: number): string {
  return proposals === 1 ? '1 proposal has' : `${proposals} proposals have`
}
