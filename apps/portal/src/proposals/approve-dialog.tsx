import type { ProposalView } from '@groundplan/api-client'
import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTRPC } from '../api/trpc.ts'
import { ErrorState } from '../api/error-state.tsx'
import { MarkdownText } from '../layout/markdown-text.tsx'
import { RouterAnchor } from '../layout/router-links.tsx'
import classes from './approve-dialog.module.css'
import { useDecided } from './use-decided.ts'

const effects = {
  new: 'appears in the catalog immediately.',
  update: 'gets a new version in the catalog.',
  retirement: 'leaves the catalog. Its versions stay readable, and environments keep working.',
} as const

export interface DecisionDialogProps {
  readonly proposal: ProposalView
  /** True if what is shown differs from what the reviewer has seen. */
  readonly isStale: boolean
  readonly opened: boolean
  readonly onClose: () => void
  /** Takes the reviewer to what has changed. */
  readonly onReview: () => void
  /** Goes on to the next proposal of the list; absent if this is the last one. */
  readonly onNext?: (() => void) | undefined
}

/** Confirms an approval. It approves exactly the commit that the reviewer saw. */
export function ApproveDialog(props: DecisionDialogProps) {
  const { proposal, opened, onClose } = props
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Approve this proposal?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {/* What was acknowledged for one commit says nothing about another. */}
      <ApproveForm key={proposal.commit} {...props} />
    </Modal>
  )
}

function ApproveForm({ proposal, isStale, onClose, onReview, onNext }: DecisionDialogProps) {
  const trpc = useTRPC()
  const decided = useDecided()
  const approve = useMutation(trpc.proposals.approve.mutationOptions({ onSettled: decided }))
  const [acknowledged, setAcknowledged] = useState(false)
  const breaking = proposal.changes.filter(({ level }) => level === 'breaking')
  const isDecided = proposal.status !== 'open' && !approve.isSuccess
  if (isStale) return <ReviewAgain onClose={onClose} onReview={onReview} />
  const submit = (after: () => void) =>
    approve.mutate(
      { number: proposal.number, commit: proposal.commit, acknowledgeBreaking: acknowledged },
      { onSuccess: after },
    )
  const cannot = isDecided || approve.isPending || (breaking.length > 0 && !acknowledged)
  return (
    <Stack gap="md">
      <Text size="sm">
        This merges its branch.{' '}
        <Text span fw={600} inherit>
          {proposal.blueprint}
        </Text>{' '}
        {effects[proposal.kind]}
      </Text>
      {proposal.together.length > 0 && <Together together={proposal.together} />}
      {proposal.conflicts > 0 && (
        <Alert
          color="yellow"
          title={
            proposal.conflicts === 1 ? '1 undecided conflict' : `${proposal.conflicts} undecided conflicts`
          }
        >
          <Text size="sm">
            If you approve now, the edits are kept and the generated changes are left out.
          </Text>
        </Alert>
      )}
      {breaking.length > 0 && (
        <Alert color="red" title="Breaking changes">
          <Text size="sm">People who use this blueprint may have to act:</Text>
          <MarkdownText text={breaking.map(({ text }) => `- ${text}`).join('\n')} />
          <Checkbox
            mt="sm"
            label="I've reviewed these breaking changes"
            checked={acknowledged}
            onChange={(event) => setAcknowledged(event.currentTarget.checked)}
          />
        </Alert>
      )}
      {approve.error !== null && <ErrorState error={approve.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" px="sm" onClick={onClose}>
          {isDecided ? 'Close' : 'Cancel'}
        </Button>
        {onNext !== undefined && (
          <Button
            variant="light"
            px="sm"
            disabled={cannot}
            onClick={() =>
              submit(() => {
                onClose()
                onNext()
              })
            }
          >
            Approve and next
          </Button>
        )}
        <Button
          data-autofocus
          px="sm"
          loading={approve.isPending}
          disabled={cannot && !approve.isPending}
          onClick={() => submit(onClose)}
        >
          Approve
        </Button>
      </Group>
    </Stack>
  )
}

function Together({ together }: Pick<ProposalView, 'together'>) {
  const count = together.length === 1 ? '1 other proposal' : `${together.length} other proposals`
  return (
    <Alert color="yellow" title={`This also approves ${count}`}>
      <Text size="sm">Their changes are on the same branch. To leave one out, reject it first.</Text>
      <ul className={classes.together} tabIndex={0} aria-label="Other proposals on the branch">
        {together.map(({ number, title }) => (
          <li key={number}>
            <RouterAnchor to="/proposals/$number" params={{ number: String(number) }}>
              #{number} {title}
            </RouterAnchor>
          </li>
        ))}
      </ul>
    </Alert>
  )
}

function ReviewAgain({ onClose, onReview }: Pick<DecisionDialogProps, 'onClose' | 'onReview'>) {
  const button = useRef<HTMLButtonElement>(null)
  // The button that had the focus may be gone.
  useEffect(() => button.current?.focus(), [])
  return (
    <Stack gap="md">
      <Alert color="yellow" role="alert" title="This proposal has changed since you opened it">
        <Text size="sm">Review the changes again before you approve. Nothing was approved.</Text>
      </Alert>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          ref={button}
          data-autofocus
          onClick={() => {
            onClose()
            onReview()
          }}
        >
          Review changes
        </Button>
      </Group>
    </Stack>
  )
}
