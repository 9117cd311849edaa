import type { ProposalView } from '@groundplan/api-client'
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCheck, IconX } from '../icons/icons.ts'
import { ShortcutHelp } from '../keyboard/shortcut-help.tsx'
import { useMay } from '../session/session.ts'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'
import { ApproveDialog } from './approve-dialog.tsx'
import { RejectDialog } from './reject-dialog.tsx'

const shortcuts = [
  ['a', 'Approve'],
  ['r', 'Reject'],
  ['j', 'Go to the next proposal in the list'],
  ['k', 'Go to the previous proposal in the list'],
  ['u', 'Go back to the list'],
  ['?', 'Show these shortcuts'],
] as const

export interface ProposalActionsProps {
  readonly proposal: ProposalView
  readonly isStale: boolean
  readonly onReview: () => void
  readonly onBack: () => void
  readonly onNext: (() => void) | undefined
  readonly onPrevious: (() => void) | undefined
}

/**
 * Approve or reject an open proposal, by button or key. A dialog stays open when somebody else decides first, to say so.
 */
export function ProposalActions({
  proposal,
  isStale,
  onReview,
  onBack,
  onNext,
  onPrevious,
}: ProposalActionsProps) {
  const [approving, approve] = useDisclosure(false)
  const [rejecting, reject] = useDisclosure(false)
  const [help, helpDialog] = useDisclosure(false)
  const isOpen = useMay('proposals.decide') && proposal.status === 'open'
  useShortcuts({
    ...(isOpen ? { a: approve.open, r: reject.open } : {}),
    ...(onNext === undefined ? {} : { j: onNext }),
    ...(onPrevious === undefined ? {} : { k: onPrevious }),
    u: onBack,
    '?': helpDialog.open,
  })
  return (
    <>
      <ShortcutHelp shortcuts={shortcuts} opened={help} onOpen={helpDialog.open} onClose={helpDialog.close} />
      {isOpen && (
        <>
          <Button variant="default" leftSection={<IconX size={17} aria-hidden />} onClick={reject.open}>
            Reject
          </Button>
          <Button leftSection={<IconCheck size={17} aria-hidden />} onClick={approve.open}>
            Approve
          </Button>
        </>
      )}
      <ApproveDialog
        proposal={proposal}
        isStale={isStale}
        opened={approving}
        onClose={approve.close}
        onReview={onReview}
        onNext={onNext}
      />
      <RejectDialog proposal={proposal} opened={rejecting} onClose={reject.close} />
    </>
  )
}
