import type { ProposalView } from '@groundplan/api-client'
import { Alert, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '../icons/icons.ts'
import { useEffect, useRef } from 'react'
import { RelativeTime } from '../layout/relative-time.tsx'
import { RouterAnchor } from '../layout/router-links.tsx'

/** Who decided a proposal, when and why, and where the result is. Empty while it is open. */
export function DecisionNotice({ proposal }: { readonly proposal: ProposalView }) {
  const { status, decision, blueprint } = proposal
  const notice = useRef<HTMLDivElement>(null)
  const wasOpen = useRef(status === 'open')
  useEffect(() => {
    // The button that had the focus is gone with the decision.
    if (wasOpen.current && status !== 'open') notice.current?.focus()
    wasOpen.current = status === 'open'
  }, [status])
  return (
    <div ref={notice} tabIndex={-1} aria-live="polite" hidden={decision === undefined}>
      {decision !== undefined && (
        <Alert
          color={status === 'approved' ? 'teal' : 'red'}
          icon={status === 'approved' ? <IconCircleCheck aria-hidden /> : <IconCircleX aria-hidden />}
          title={`${status === 'approved' ? 'Approved' : 'Rejected'} by ${decision.by}`}
        >
          <Text size="sm">
            <RelativeTime time={decision.at} />
            {status === 'approved' && (
              <>
                {'. '}
                <RouterAnchor to="/catalog/$name" params={{ name: blueprint }} fw={600}>
                  Open it in the catalog
                </RouterAnchor>
              </>
            )}
          </Text>
          {decision.reason !== undefined && (
            <Text size="sm" mt={4} style={{ whiteSpace: 'pre-wrap' }}>
              Reason: {decision.reason}
            </Text>
          )}
        </Alert>
      )}
    </div>
  )
}
