import { Stack } from '@mantine/core'
import { IconPuzzle } from '../icons/icons.ts'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { LoadMore } from '../api/load-more.tsx'
import { QueryState } from '../api/query-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import { Page } from '../layout/page.tsx'
import { RouterButton } from '../layout/router-links.tsx'
import { CatalogCards, CatalogCardsSkeleton } from './catalog-cards.tsx'
import { CatalogFilters } from './catalog-filters.tsx'
import { CatalogProblems } from './catalog-problems.tsx'
import { isNarrowed, toFilter } from './catalog-search.ts'
import { CatalogStatusNotice } from './catalog-status-notice.tsx'
import { EmptyCatalog, NoMatches } from './empty-catalog.tsx'

const route = getRouteApi('/catalog')

/** The approved blueprints, to search and to open. */
export function CatalogPage() {
  const search = route.useSearch()
  const trpc = useTRPC()
  const query = useInfiniteQuery({
    ...trpc.catalog.list.infiniteQueryOptions(toFilter(search), {
      getNextPageParam: ({ nextCursor }) => nextCursor,
    }),
    placeholderData: keepPreviousData,
  })
  const all = useQuery(trpc.catalog.count.queryOptions({}))
  const hasSeveral = (all.data?.count ?? 0) > 1
  return (
    <Page
      title="Catalog"
      lead="Blueprints that reviewers have approved. Open one to see its form."
      actions={hasSeveral ? <ComposeLink /> : undefined}
    >
      <CatalogStatusNotice />
      <CatalogProblems />
      <QueryState query={query} loading={<CatalogCardsSkeleton />}>
        {({ pages }) => {
          const entries = pages.flatMap(({ items }) => items)
          if (!isNarrowed(search) && entries.length === 0) return <EmptyCatalog />
          return (
            <Stack gap="lg" aria-busy={query.isPlaceholderData}>
              <CatalogFilters shown={entries.length} />
              {entries.length === 0 ? <NoMatches /> : <CatalogCards entries={entries} />}
              <LoadMore query={query} of="blueprints" />
            </Stack>
          )
        }}
      </QueryState>
    </Page>
  )
}

function ComposeLink() {
  return (
    <RouterButton to="/compose" variant="default" leftSection={<IconPuzzle size={17} aria-hidden />}>
      Compose
    </RouterButton>
  )
}
