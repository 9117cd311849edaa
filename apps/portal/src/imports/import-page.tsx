import type { ImportView } from '@groundplan/api-client'
import { Alert, Badge, Group, Stack, Text } from '@mantine/core'
import { skipToken, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { QueryState } from '../api/query-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { Page } from '../layout/page.tsx'
import { useMay } from '../session/session.ts'
import { parseNumber } from '../layout/parse-number.ts'
import { RelativeTime } from '../layout/relative-time.tsx'
import { RouterAnchor, RouterButton } from '../layout/router-links.tsx'
import { CancelButton } from './cancel-button.tsx'
import { ImportProgressPanel } from './import-progress-panel.tsx'
import { ImportReportView } from './import-report-view.tsx'
import { countImport, describeRepositories, describeStatus, isUnderWay } from './import-words.ts'
import { ImportStatusBadge } from './import-status-badge.tsx'
import { RepeatButton } from './repeat-button.tsx'
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
        {shown && `Import ${describeStatus(shown.state.status, countImport(shown)).label.toLowerCase()}`}
      </div>
      <QueryState query={query}>{(found) => <ImportState shown={found} />}</QueryState>
    </Page>
  )
}

function ImportLead({ shown }: { readonly shown: ImportView }) {
  return (
    <Group gap={8} fz="sm">
      <ImportStatusBadge status={shown.state.status} counts={countImport(shown)} />
      {shown.dryRun && <Badge color="gray">dry run</Badge>}
      <span>{describeRepositories(shown)}</span>
      <span>
        started <RelativeTime time={shown.startedAt} />
      </span>
    </Group>
  )
}

function ImportAction({ shown: { number, state } }: { readonly shown: ImportView }) {
  const mayRun = useMay('imports.run')
  if (isUnderWay(state.status)) return mayRun && <CancelButton number={number} />
  if (state.status !== 'finished' || state.report.modules.every(({ proposal }) => proposal === undefined))
    return null
  return <RouterButton to="/proposals">Review proposals</RouterButton>
}

function ImportState({ shown }: { readonly shown: ImportView }) {
  const { state } = shown
  switch (state.status) {
    case 'waiting':
      return <ImportProgressPanel progress={undefined} isWaiting />
    case 'running':
      return <ImportProgressPanel progress={state.progress} isWaiting={false} />
    case 'finished':
      return <ImportReportView report={state.report} />
    case 'failed':
      return (
        <Stack gap="lg">
          <Ended color="red" title={state.message} shown={shown}>
            {state.hint ?? 'The proposals it had already opened stay.'}
          </Ended>
          {state.report !== undefined && <ImportReportView report={state.report} />}
        </Stack>
      )
    case 'cancelled':
      return (
        <Stack gap="lg">
          <Ended color="yellow" title="This import was cancelled" shown={shown}>
            The proposals it had already opened stay.
          </Ended>
          {state.report !== undefined && <ImportReportView report={state.report} />}
        </Stack>
      )
    case 'interrupted':
      return (
        <Ended color="yellow" title="This import was interrupted" shown={shown}>
          The server stopped each time before the import finished. The proposals it had already opened stay.
          Import again to do the rest. If that is interrupted too, check the server&rsquo;s log; often it has
          too little memory.
        </Ended>
      )
  }
}

interface EndedProps {
  readonly color: 'red' | 'yellow'
  readonly title: string
  readonly shown: ImportView
  readonly children: ReactNode
}

/** How an import ended early, and the way to another one. */
function Ended({ color, title, shown, children }: EndedProps) {
  return (
    <Alert color={color} role={color === 'red' ? 'alert' : undefined} title={title}>
      <Text size="sm" mb="sm">
        {children}
      </Text>
      {useMay('imports.run') && <RepeatButton repeated={shown} />}
    </Alert>
  )
}
