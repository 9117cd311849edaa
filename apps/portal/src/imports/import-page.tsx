import type { ImportView } from '@groundplan/api-client'
import { Alert, Badge, Group, Text } from '@mantine/core'
import { skipToken, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { QueryState } from '../api/query-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { Page } from '../layout/page.tsx'
import { parseNumber } from '../layout/parse-number.ts'
import { RelativeTime } from '../layout/relative-time.tsx'
import { RouterAnchor, RouterButton } from '../layout/router-links.tsx'
import { CancelButton } from './cancel-button.tsx'
import { ImportProgressPanel } from './import-progress-panel.tsx'
import { ImportReportView } from './import-report-view.tsx'
import { countFailures, describeRepositories, describeStatus, isUnderWay } from './import-words.ts'
import { ImportStatusBadge } from './import-status-badge.tsx'
import { useFollowedImport } from './use-followed-import.ts'

const route = getRouteApi('/imports/$number')

/** One import: how far it is, and then what it found and did. */
export function ImportPage() {
  const number = parseNumber(route.useParams().number)
  const trpc = useTRPC()
  const query = useQuery(trpc.imports.get.queryOptions(number === undefined ? skipToken : { number }))
  useFollowedImport(number, query.data)
  if (number === undefined) return <NotFoundPage />
  const shown = query.data
  return (
    <Page
      title={`Import #${number}`}
      trail={<RouterAnchor to="/imports">Imports</RouterAnchor>}
      lead={shown && <ImportLead shown={shown} />}
      actions={shown && <ImportAction shown={shown} />}
    >
      <div role="status" className="visually-hidden">
        {shown && `Import ${describeStatus(shown.state.status, countFailures(shown)).label.toLowerCase()}`}
      </div>
      <QueryState query={query}>{(found) => <ImportState shown={found} />}</QueryState>
    </Page>
  )
}

function ImportLead({ shown }: { readonly shown: ImportView }) {
  return (
    <Group gap={8} fz="sm">
      <ImportStatusBadge status={shown.state.status} failures={countFailures(shown)} />
      {shown.dryRun && <Badge color="gray">dry run</Badge>}
      <span>{describeRepositories(shown)}</span>
      <span>
        started <RelativeTime time={shown.startedAt} />
      </span>
    </Group>
  )
}

function ImportAction({ shown: { number, state } }: { readonly shown: ImportView }) {
  if (isUnderWay(state.status)) return <CancelButton number={number} />
  if (state.status !== 'finished' || state.report.modules.every(({ proposal }) => proposal === undefined))
    return null
  return <RouterButton to="/proposals">Review proposals</RouterButton>
}

function ImportState({ shown: { state } }: { readonly shown: ImportView }) {
  switch (state.status) {
    case 'waiting':
      return <ImportProgressPanel progress={undefined} isWaiting />
    case 'running':
      return <ImportProgressPanel progress={state.progress} isWaiting={false} />
    case 'finished':
      return <ImportReportView report={state.report} />
    case 'failed':
      return (
        <Alert color="red" role="alert" title={state.message}>
          {state.hint}
        </Alert>
      )
    case 'cancelled':
      return <Stopped title="This import was cancelled">The proposals it had already opened stay.</Stopped>
    case 'interrupted':
      return (
        <Stopped title="This import was interrupted">
          The server stopped several times before it finished. Start another import to complete the work.
        </Stopped>
      )
  }
}

function Stopped({ title, children }: { readonly title: string; readonly children: string }) {
  return (
    <Alert color="yellow" title={title}>
      <Text size="sm" mb="sm">
        {children}
      </Text>
      <RouterButton to="/imports" size="xs" variant="default">
        Start another import
      </RouterButton>
    </Alert>
  )
}
