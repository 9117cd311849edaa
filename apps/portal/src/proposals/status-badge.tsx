import type { ProposalSummary } from '@groundplan/api-client'
import { Badge } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconCircleDot, IconX } from '../icons/icons.ts'

const looks = {
  open: { color: 'ink', label: 'Open', Icon: IconCircleDot },
  approved: { color: 'teal', label: 'Approved', Icon: IconCheck },
  rejected: { color: 'red', label: 'Rejected', Icon: IconX },
  withdrawn: { color: 'gray', label: 'Withdrawn', Icon: IconArrowBackUp },
} as const satisfies Record<ProposalSummary['status'], object>

/** What became of a proposal, in a word, a sign and a colour. */
export function StatusBadge({ status }: { readonly status: ProposalSummary['status'] }) {
  const { color, label, Icon } = looks[status]
  return (
    <Badge color={color} leftSection={<Icon size={12} stroke={2.2} aria-hidden />}>
      {label}
    </Badge>
  )
}

const kinds: Readonly<Record<ProposalSummary['kind'], string>> = {
  new: 'New',
  update: 'Update',
  retirement: 'Retirement',
}

/** Whether a proposal adds a blueprint, changes one, or removes one. */
export function KindBadge({ kind }: { readonly kind: ProposalSummary['kind'] }) {
  return <Badge color="gray">{kinds[kind]}</Badge>
}
