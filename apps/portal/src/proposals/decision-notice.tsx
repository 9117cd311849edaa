import type { ProposalView } from '@groundplan/api-client'
import { Alert, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '../icons/icons.ts'
import { useEffect, useRef } from 'react'
import { RelativeTime } from '../layout/relative-time.tsx'
import { RouterAnchor } from '../layout/router-links.tsx'

/** Who decided a proposal, when and why, and where the result is. Empty while it is open. */
export function DecisionNotice({ proposal }: { readonly proposal: ProposalView }) {
  const { status, review, blueprint } = proposal
  const notice = useRef<HTMLDivElement>(null)
  const wasOpen = useRef(status === 'open')
  useEffect(() => {
    // The button that had the focus is gone with the review.
    if (wasOpen.current && status !== 'open') notice.current?.focus()
    wasOpen.current = status === 'open'
  }, [status])
  return (
    <div ref={notice} tabIndex={-1} aria-live="polite" hidden={review === undefined}>
      {review !== undefined && (
        <Alert
          color={status === 'approved' ? 'teal' : 'red'}
          icon={status === 'approved' ? <IconCircleCheck aria-hidden /> : <IconCircleX aria-hidden />}
          title={`${status === 'approved' ? 'Approved' : 'Rejected'} by ${review.by}`}
        >
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
        </Alert>
      )}
    </div>
  )
}
