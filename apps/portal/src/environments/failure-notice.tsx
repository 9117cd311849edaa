import type { EnvironmentRequestView, EnvironmentView } from '@groundplan/api-client'
import { Button, Group, Text } from '@mantine/core'
import { skipToken, useQuery } from '@tanstack/react-query'
import { ErrorState } from '../api/error-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import { IconArrowBackUp, IconRefresh } from '../icons/icons.ts'
import { RouterAnchor } from '../layout/router-links.tsx'
import { requestWords } from './words/environment-words.ts'
import { FailureAlert } from './failure-alert.tsx'
import { useSubmit } from './use-submit.ts'

export interface FailureNoticeProps {
  readonly environment: EnvironmentView
  /** True where the request itself is shown, with what went wrong. */
  readonly isShort: boolean
}

/** That the last request failed or was denied, and the ways out of it. */
export function FailureNotice({ environment, isShort }: FailureNoticeProps) {
  const { id, failure, state } = environment
  const trpc = useTRPC()
  // A launch that is denied leaves a draft that has not failed.
  const isAsked = failure !== undefined || state === 'draft'
  const latest = useQuery(trpc.environments.requests.queryOptions(isAsked ? { id, limit: 10 } : skipToken))
  const request = latest.data?.items.find((each) => each.failure !== undefined)
  if (!isAsked || request?.failure === undefined || request.status === 'cancelled') return null
  if (!isShort) {
    return (
      <FailureAlert failure={request.failure}>
        <Text size="sm" mt={4}>
          <RouterAnchor
            underline="always"
            to="/environments/$id"
            params={{ id }}
            search={{ tab: 'activity', request: request.id }}
          >
            See the request with its log
          </RouterAnchor>
        </Text>
        <WaysOut request={request} />
      </FailureAlert>
    )
  }
  if (!request.recoveries.some((way) => way !== 'keep')) return null
  const title = `What next? The request “${requestWords[request.kind].title}” did not succeed`
  return (
    <FailureAlert failure={{ message: title }}>
      <Text size="sm">What succeeded stays as it is. You can also change the inputs and try again.</Text>
      <WaysOut request={request} />
    </FailureAlert>
  )
}

function WaysOut({ request: { id: requestId, recoveries } }: { readonly request: EnvironmentRequestView }) {
  const recover = useSubmit(() => {})
  return (
    <>
      {recover.error !== null && <ErrorState error={recover.error} />}
      <Group gap="sm" mt="sm">
        {recoveries.includes('retry') && (
          <Button
            size="xs"
            loading={recover.isPending}
            leftSection={<IconRefresh size={15} aria-hidden />}
            onClick={() =>
              recover.mutate((environments) => environments.retry.mutate({ requestId, confirm: true }))
            }
          >
            Retry
          </Button>
        )}
        {recoveries.includes('roll-back') && (
          <Button
            size="xs"
            variant="default"
            loading={recover.isPending}
            leftSection={<IconArrowBackUp size={15} aria-hidden />}
            onClick={() =>
              recover.mutate((environments) => environments.rollBack.mutate({ requestId, confirm: true }))
            }
          >
            Roll back
          </Button>
        )}
      </Group>
    </>
  )
}
