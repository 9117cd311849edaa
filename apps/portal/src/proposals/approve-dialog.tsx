import type { ProposalView } from '@groundplan/api-client'
import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../api/trpc.ts'
import { ErrorState } from '../api/error-state.tsx'
import { MarkdownText } from '../layout/markdown-text.tsx'
import { useDecided } from './use-decided.ts'

export interface DecisionDialogProps {
  readonly proposal: ProposalView
  readonly opened: boolean
  readonly onClose: () => void
}

/** Asks whether a proposal is really to be approved, and approves it. */
export function ApproveDialog({ proposal, opened, onClose }: DecisionDialogProps) {
  const trpc = useTRPC()
  const decided = useDecided()
  const approve = useMutation(
    trpc.proposals.approve.mutationOptions({ onSettled: decided, onSuccess: onClose }),
  )
  const [acknowledged, setAcknowledged] = useState(false)
  const breaking = proposal.changes.filter(({ level }) => level === 'breaking')
  const isDecided = proposal.status !== 'open' && !approve.isSuccess
  const close = () => {
    approve.reset()
    setAcknowledged(false)
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title="Approve this proposal?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">
        <Text size="sm">
          Its branch is merged, and{' '}
          <Text span fw={600} inherit>
            {proposal.blueprint}
          </Text>{' '}
          {proposal.kind === 'new' ? 'is in the catalog at once.' : 'gets a new version in the catalog.'}
        </Text>
        {breaking.length > 0 && (
          <Alert color="red" title="Whoever uses the blueprint may have to act">
            <MarkdownText text={breaking.map(({ text }) => `- ${text}`).join('\n')} />
            <Checkbox
              mt="sm"
              label="I know of these breaking changes"
              checked={acknowledged}
              onChange={(event) => setAcknowledged(event.currentTarget.checked)}
            />
          </Alert>
        )}
        {approve.error !== null && <ErrorState error={approve.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {isDecided ? 'Close' : 'Cancel'}
          </Button>
          <Button
            data-autofocus
            loading={approve.isPending}
            disabled={isDecided || (breaking.length > 0 && !acknowledged)}
            onClick={() =>
              approve.mutate({
                number: proposal.number,
                commit: proposal.commit,
                acknowledgeBreaking: acknowledged,
              })
            }
          >
            Approve
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
