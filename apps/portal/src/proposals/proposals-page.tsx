import type { ProposalSummary } from '@groundplan/api-client'
import { Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { LoadMore } from '../api/load-more.tsx'
import { QueryState } from '../api/query-state.tsx'
import { ShortcutHelp } from '../keyboard/shortcut-help.tsx'
import { EmptyState } from '../layout/empty-state.tsx'
import { Page } from '../layout/page.tsx'
import { RouterButton } from '../layout/router-links.tsx'
import { BulkDialog, type BulkAction } from './bulk/bulk-dialog.tsx'
import { ProposalFilters } from './list/proposal-filters.tsx'
import classes from './list/proposal-list.module.css'
import { ProposalRow } from './list/proposal-row.tsx'
import { ProposalTabsNav } from './list/proposal-tabs-nav.tsx'
import { SelectionBar } from './list/selection-bar.tsx'
import { listShortcuts, useListShortcuts } from './list/use-list-shortcuts.ts'
import { useProposalPages } from './list/use-proposal-pages.ts'
import { useReturnToRow } from './list/use-return-to-row.ts'
import { useMay } from '../session/session.ts'
import { countFilters, type ProposalsSearch } from './proposals-search.ts'
import { useProposalSelection } from './selection/proposal-selection.tsx'

const route = getRouteApi('/proposals')

/** Generated blueprints to find, select, and decide. */
export function ProposalsPage() {
  const search = route.useSearch()
  const { list, facets } = useProposalPages(search)
  const proposals = list.data?.pages.flatMap(({ items }) => items) ?? []
  const { selected, toggle } = useProposalSelection()
  const mayDecide = useMay('proposals.decide')
  const [help, helpDialog] = useDisclosure(false)
  const [action, setAction] = useState<BulkAction>()
  const searchBox = useRef<HTMLInputElement>(null)
  const { isSelectingAll, selectAll } = useSelectAll(list, proposals)
  useReturnToRow(proposals)
  useListShortcuts({
    proposals,
    onSearch: () => searchBox.current?.select(),
    onHelp: helpDialog.open,
    onAct: mayDecide ? setAction : () => {},
  })
  return (
    <Page
      title="Proposals"
      lead="New and updated blueprints from your imports. Approved blueprints appear in the catalog immediately."
      actions={
        <ShortcutHelp
          shortcuts={listShortcuts}
          opened={help}
          onOpen={helpDialog.open}
          onClose={helpDialog.close}
        />
      }
    >
      <Stack gap="md">
        <ProposalTabsNav search={search} counts={facets.data?.status} />
        <ProposalFilters facets={facets.data} searchRef={searchBox} />
      </Stack>
      <QueryState query={list}>
        {() =>
          proposals.length === 0 ? (
            <NoProposals search={search} />
          ) : (
            <div aria-busy={list.isPlaceholderData}>
              {mayDecide && (
                <SelectionBar
                  proposals={proposals}
                  total={totalOf(search, facets.data?.status)}
                  onAct={setAction}
                  onSelectAll={selectAll}
                  isSelectingAll={isSelectingAll}
                />
              )}
              <ul className={classes.list}>
                {proposals.map((proposal) => (
                  <ProposalRow
                    key={proposal.number}
                    proposal={proposal}
                    search={search}
                    isSelected={selected.has(proposal.number)}
                    onToggle={mayDecide ? () => toggle(proposal) : undefined}
                  />
                ))}
              </ul>
              <LoadMore query={list} of="proposals" />
            </div>
          )
        }
      </QueryState>
      <BulkDialog action={action} onClose={() => setAction(undefined)} />
    </Page>
  )
}

type ProposalPages = ReturnType<typeof useProposalPages>['list']

/** Loads page after page, then selects everything. */
function useSelectAll(
  { hasNextPage, isFetchingNextPage, fetchNextPage }: ProposalPages,
  proposals: readonly ProposalSummary[],
) {
  const { add } = useProposalSelection()
  const [isSelectingAll, setSelectingAll] = useState(false)
  useEffect(() => {
    if (!isSelectingAll || isFetchingNextPage) return
    if (hasNextPage) {
      void fetchNextPage().then(({ isError }) => isError && setSelectingAll(false))
      return
    }
    add(proposals.filter(({ status }) => status === 'open'))
    setSelectingAll(false)
  }, [isSelectingAll, isFetchingNextPage, hasNextPage, fetchNextPage, proposals, add])
  return { isSelectingAll, selectAll: () => setSelectingAll(true) }
}

type Counts = Readonly<Record<'open' | 'approved' | 'rejected' | 'withdrawn', number>>

function totalOf({ status = 'open' }: ProposalsSearch, counts: Counts | undefined): number | undefined {
  if (counts === undefined) return undefined
  return status === 'all' ? Object.values(counts).reduce((sum, count) => sum + count, 0) : counts[status]
}

function NoProposals({ search }: { readonly search: ProposalsSearch }) {
  const { status = 'open' } = search
  if (search.search !== undefined || countFilters(search) > 0) {
    return (
      <EmptyState
        title="No proposals match"
        actions={
          <RouterButton
            to="/proposals"
            search={search.status === undefined ? {} : { status: search.status }}
            variant="default"
          >
            Clear search and filters
          </RouterButton>
        }
      >
        Try fewer words or filters.
      </EmptyState>
    )
  }
  if (status !== 'open' && status !== 'all') return <EmptyState title={`No ${status} proposals`} />
  return (
    <EmptyState
      title="Nothing to review"
      actions={<RouterButton to="/imports">Import repositories</RouterButton>}
    >
      Imports open a proposal for each new or changed Terraform module.
    </EmptyState>
  )
}
