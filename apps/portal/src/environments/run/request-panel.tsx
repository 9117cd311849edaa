import type { EnvironmentRequestView, EnvironmentRunView } from '@groundplan/api-client'
import { Button, CloseButton, Group, Text } from '@mantine/core'
import { IconPlayerStop } from '../../icons/icons.ts'
import { Panel } from '../../layout/panel.tsx'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { describeStatus, isDecided, requestWords } from '../words/environment-words.ts'
import { RequestBadge } from '../tone-badge.tsx'
import { useSubmit } from '../use-submit.ts'
import { RequestDetails } from './request-details.tsx'

export interface RequestPanelProps {
  readonly request: EnvironmentRequestView
  readonly run: EnvironmentRunView | undefined
  /** Absent: it can't be put away. */
  readonly onClose?: (() => void) | undefined
  /** See AnswerForm. */
  readonly isLaunch?: boolean
}

/** What is going on now, or has just ended. */
export function RequestPanel({ request, run, onClose, isLaunch = false }: RequestPanelProps) {
  const { title } = requestWords[request.kind]
  return (
    <Panel
      title={title}
      actions={
        <Group gap="sm">
          <RequestBadge request={request} />
          {isDecided(request) ? (
            onClose && <CloseButton aria-label="Close" onClick={onClose} />
          ) : (
            <StopButton request={request} />
          )}
        </Group>
      }
    >
      <div role="status" className="visually-hidden">
        {title}: {describeStatus(request).label}
      </div>
      <Text size="sm" c="dimmed" mb="md">
        Requested by {request.requestedBy} <RelativeTime time={request.requestedAt} />
        {request.reason !== undefined && <>: {request.reason}</>}
      </Text>
      <RequestDetails request={request} run={run} isLaunch={isLaunch} />
    </Panel>
  )
}

/** Stops a request that a worker carries out. One that waits has its own buttons. */
function StopButton({ request: { id, status, allowedActs } }: { readonly request: EnvironmentRequestView }) {
  const stop = useSubmit(() => {})
  if (status === 'waiting-for-approval' || !allowedActs.includes('cancel')) return null
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={stop.isPending}
      leftSection={<IconPlayerStop size={15} aria-hidden />}
      onClick={() => stop.mutate((environments) => environments.cancel.mutate({ requestId: id }))}
    >
      Cancel
    </Button>
  )
}
