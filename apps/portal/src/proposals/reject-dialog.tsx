import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../api/trpc.ts'
import { ErrorState } from '../api/error-state.tsx'
import type { DecisionDialogProps } from './approve-dialog.tsx'
import { useDecided } from './use-decided.ts'

/** Asks for an optional reason and rejects a proposal. */
export function RejectDialog({
  proposal,
  opened,
  onClose,
}: Pick<DecisionDialogProps, 'proposal' | 'opened' | 'onClose'>) {
  const [reason, setReason] = useState('')
  const trpc = useTRPC()
  const decided = useDecided()
  const reject = useMutation(
    trpc.proposals.reject.mutationOptions({ onSettled: decided, onSuccess: onClose }),
  )
  const isDecided = proposal.status !== 'open' && !reject.isSuccess
  const close = () => {
    reject.reset()
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title="Reject this proposal?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          reject.mutate({ number: proposal.number, reason })
        }}
      >
        <Stack gap="md">
          <Text size="sm">
            Groundplan doesn’t propose this blueprint again until someone reopens the proposal.
          </Text>
          <Textarea
            data-autofocus
            label="Reason (optional)"
            description="Everyone who opens this proposal can read it."
            autosize
            minRows={3}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {reject.error !== null && <ErrorState error={reject.error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              {isDecided ? 'Close' : 'Cancel'}
            </Button>
            <Button type="submit" color="red" loading={reject.isPending} disabled={isDecided}>
              Reject
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
