import type { EnvironmentSnapshotView, EnvironmentView } from '@groundplan/api-client'
import { Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { skipToken, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { QueryState } from '../api/query-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import { Page } from '../layout/page.tsx'
import { RelativeTime } from '../layout/relative-time.tsx'
import { RouterAnchor } from '../layout/router-links.tsx'
import { EnvironmentActions } from './actions/environment-actions.tsx'
import { EnvironmentTabs } from './environment-tabs.tsx'
import { stateWords } from './words/environment-words.ts'
import { FailureNotice } from './failure-notice.tsx'
import { RequestPanel } from './run/request-panel.tsx'
import { StateBadge } from './tone-badge.tsx'
import { useFollowedEnvironment } from './use-followed-environment.ts'

const route = getRouteApi('/environments/$id')

/** One environment: what is going on, what it has, and what can be done with it. */
export function EnvironmentPage() {
  const { id } = route.useParams()
  const query = useFollowedEnvironment(id)
  const environment = query.data?.environment
  const [help, helpDialog] = useDisclosure(false)
  return (
    <Page
      title={environment?.name ?? 'Environment'}
      trail={<RouterAnchor to="/environments">Environments</RouterAnchor>}
      lead={environment && <EnvironmentLead environment={environment} />}
      actions={
        query.data && (
          <EnvironmentActions
            snapshot={query.data}
            help={{ opened: help, open: helpDialog.open, close: helpDialog.close }}
          />
        )
      }
    >
      <div role="status" className="visually-hidden">
        {environment && `State: ${stateWords[environment.state].label}`}
      </div>
      <QueryState query={query}>
        {(snapshot) => (
          <Stack gap="lg">
            <CurrentRequest key={id} snapshot={snapshot} />
            <EnvironmentTabs snapshot={snapshot} />
          </Stack>
        )}
      </QueryState>
    </Page>
  )
}

function EnvironmentLead({ environment }: { readonly environment: EnvironmentView }) {
  const { state, blueprint, owner, endsAt } = environment
  return (
    <Group gap="4px 12px" fz="sm">
      <StateBadge state={state} />
      <span>
        <RouterAnchor
          to="/catalog/$name"
          params={{ name: blueprint.name }}
          search={{ version: blueprint.version }}
        >
          {blueprint.name} {blueprint.version}
        </RouterAnchor>
      </span>
      <span>Owner: {owner}</span>
      <Text component="span" inherit>
        {endsAt === undefined ? (
          'No end'
        ) : (
          <>
            Ends <RelativeTime time={endsAt} />
          </>
        )}
      </Text>
    </Group>
  )
}

/** The request that is in progress; once it has ended it stays until somebody puts it away or leaves the page. */
function CurrentRequest({ snapshot }: { readonly snapshot: EnvironmentSnapshotView }) {
  const { environment, request: current, run } = snapshot
  const [last, setLast] = useState<Pick<EnvironmentSnapshotView, 'request' | 'run'>>({})
  if (current !== undefined && current !== last.request) setLast({ request: current, run })
  const trpc = useTRPC()
  const followed = last.request?.id
  const ended = useQuery(
    trpc.environments.request.queryOptions(
      current === undefined && followed !== undefined ? { requestId: followed } : skipToken,
    ),
  )
  const shown = current === undefined ? (ended.data ?? last) : snapshot
  return (
    <>
      {current === undefined && <FailureNotice environment={environment} isShort={followed !== undefined} />}
      {shown.request !== undefined && (
        <RequestPanel
          key={shown.request.id}
          request={shown.request}
          run={shown.run}
          onClose={() => setLast({})}
        />
      )}
    </>
  )
}
