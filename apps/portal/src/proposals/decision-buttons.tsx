import type { ProposalView } from '@groundplan/api-client'
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCheck, IconX } from '../icons/icons.ts'
import { ApproveDialog } from './approve-dialog.tsx'
import { RejectDialog } from './reject-dialog.tsx'

/**
 * Approve or reject an open proposal. Each asks before it acts; a question stays open when somebody else answers it first,
 * to say so.
 */
export function DecisionButtons({ proposal }: { readonly proposal: ProposalView }) {
  const [approving, approve] = useDisclosure(false)
  const [rejecting, reject] = useDisclosure(false)
  return (
    <>
      {proposal.status === 'open' && (
        <>
          <Button variant="default" leftSection={<IconX size={17} aria-hidden />} onClick={reject.open}>
            Reject
          </Button>
          <Button leftSection={<IconCheck size={17} aria-hidden />} onClick={approve.open}>
            Approve
          </Button>
        </>
      )}
      <ApproveDialog proposal={proposal} opened={approving} onClose={approve.close} />
      <RejectDialog proposal={proposal} opened={rejecting} onClose={reject.close} />
    </>
  )
}
