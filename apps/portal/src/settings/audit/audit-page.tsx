import type { AuditEventView } from '@groundplan/api-client'
import { Stack } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { LoadMore } from '../../api/load-more.tsx'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { EmptyState } from '../../layout/empty-state.tsx'
import { Panel } from '../../layout/panel.tsx'
import { RouterButton } from '../../layout/router-links.tsx'
import { useDialog } from '../dialogs/use-dialog.ts'
import { SettingsPage } from '../settings-page.tsx'
import { AuditEventDialog } from './audit-event-dialog.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { isFiltered, toAuditFilter } from './audit-search.ts'
import { AuditTable } from './audit-table.tsx'
import { ExportButton } from './export-button.tsx'
import { VerifyPanel } from './verify-panel.tsx'

const route = getRouteApi('/settings/audit')

/** Who did what, and what was refused. */
export function AuditPage() {
  const search = route.useSearch()
  const trpc = useTRPC()
  const [now] = useState(() => new Date())
  const filter = toAuditFilter(search, now)
  const query = useInfiniteQuery({
    ...trpc.audit.list.infiniteQueryOptions(filter, { getNextPageParam: ({ nextCursor }) => nextCursor }),
    placeholderData: keepPreviousData,
  })
  const details = useDialog<AuditEventView>()
  return (
    <SettingsPage
      needs="audit.read"
      title="Audit log"
      lead="Who did what, when and from where, and what was refused."
      actions={<ExportButton filter={filter} isFiltered={isFiltered(search)} />}
    >
      <Stack gap="lg">
        <VerifyPanel key={String(search.account)} account={search.account ?? false} />
        <AuditFilters />
        <QueryState query={query}>
          {({ pages }) => {
            const events = pages.flatMap(({ items }) => items)
            return events.length === 0 ? (
              <NoEvents isFiltered={isFiltered(search)} account={search.account} />
            ) : (
              <div aria-busy={query.isPlaceholderData}>
                <Panel title="Events" flush>
                  <AuditTable events={events} onOpen={details.open} />
                  <LoadMore query={query} of="events" />
                </Panel>
              </div>
            )
          }}
        </QueryState>
      </Stack>
      <AuditEventDialog dialog={details} />
    </SettingsPage>
  )
}

interface NoEventsProps {
  readonly isFiltered: boolean
  readonly account: true | undefined
}

function NoEvents({ isFiltered: filtered, account }: NoEventsProps) {
  if (!filtered)
    return <EmptyState title="No events yet">Changes appear here as soon as somebody makes one.</EmptyState>
  return (
    <EmptyState
      title="No events match"
      actions={
        <RouterButton
          to="/settings/audit"
          search={account === undefined ? {} : { account }}
          variant="default"
        >
          Clear filters
        </RouterButton>
      }
    >
      Try a longer time or fewer filters.
    </EmptyState>
  )
}
