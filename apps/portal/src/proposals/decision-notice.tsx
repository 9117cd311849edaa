import type { ProposalView } from '@groundplan/api-client'
import { Alert, Text } from '@mantine/core'
import { IconArrowBackUp, IconCircleCheck, IconCircleX } from '../icons/icons.ts'
import { useEffect, useRef } from 'react'
import { RelativeTime } from '../layout/relative-time.tsx'
import { RouterAnchor } from '../layout/router-links.tsx'
import { useMay } from '../session/session.ts'
import { ReopenButton } from './reopen-button.tsx'

const looks = {
  approved: { color: 'teal', label: 'Approved', Icon: IconCircleCheck },
  rejected: { color: 'red', label: 'Rejected', Icon: IconCircleX },
  withdrawn: { color: 'gray', label: 'Withdrawn', Icon: IconArrowBackUp },
} as const

/** Who decided a proposal, when and why, and the next step. Empty while it is open. */
export function DecisionNotice({ proposal }: { readonly proposal: ProposalView }) {
  const { status, review, blueprint, number } = proposal
  const notice = useRef<HTMLDivElement>(null)
  const before = useRef(number)
  const wasOpen = useRef(status === 'open')
  useEffect(() => {
    // The button that had the focus is gone with the decision; going on to another proposal is none.
    if (before.current === number && wasOpen.current && status !== 'open') notice.current?.focus()
    wasOpen.current = status === 'open'
    before.current = number
  }, [status, number])
  return (
    <div ref={notice} tabIndex={-1} aria-live="polite" hidden={review === undefined}>
      {review !== undefined && status !== 'open' && (
        <Notice status={status} review={review} blueprint={blueprint} number={number} />
      )}
    </div>
  )
}

type NoticeProps = Pick<ProposalView, 'blueprint' | 'number'> & {
  readonly status: keyof typeof looks
  readonly review: NonNullable<ProposalView['review']>
}

function Notice({ status, review, blueprint, number }: NoticeProps) {
  const mayDecide = useMay('proposals.decide')
  const { color, label, Icon } = looks[status]
  return (
    <Alert color={color} icon={<Icon aria-hidden />} title={`${label} by ${review.by}`}>
      <Text size="sm">
        <RelativeTime time={review.at} />
        {status === 'approved' && (
          <>
            {'. '}
            <RouterAnchor to="/catalog/$name" params={{ name: blueprint }} fw={600}>
              Open it in the catalog
            </RouterAnchor>
          </>
        )}
      </Text>
      {review.reason !== undefined && (
        <Text size="sm" mt={4} style={{ whiteSpace: 'pre-wrap' }}>
          Reason: {review.reason}
        </Text>
      )}
      {status === 'rejected' &&
        (review.askedBy === undefined ? (
          mayDecide && <ReopenButton number={number} />
        ) : (
          <Text size="sm" mt="sm">
            Reopened by {review.askedBy}. The next import of its module proposes the blueprint again.{' '}
            <RouterAnchor to="/imports" fw={600}>
              Start an import
            </RouterAnchor>
          </Text>
        ))}
    </Alert>
  )
}
