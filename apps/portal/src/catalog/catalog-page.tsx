import { Stack } from '@mantine/core'
import { IconPuzzle } from '../icons/icons.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { QueryState } from '../api/query-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import { Page } from '../layout/page.tsx'
import { RouterButton } from '../layout/router-links.tsx'
import { CatalogCards, CatalogCardsSkeleton } from './catalog-cards.tsx'
import { CatalogFilters } from './catalog-filters.tsx'
import { CatalogProblems } from './catalog-problems.tsx'
import { splitLabels } from './catalog-search.ts'
import { EmptyCatalog, NoMatches } from './empty-catalog.tsx'

const route = getRouteApi('/catalog')

/** The approved blueprints, to search and to open. */
export function CatalogPage() {
  const { search, labels } = route.useSearch()
  const filter = { ...(search === undefined ? {} : { search }), labels: [...splitLabels(labels)] }
  const trpc = useTRPC()
  const query = useQuery({ ...trpc.catalog.list.queryOptions(filter), placeholderData: keepPreviousData })
  const narrowed = search !== undefined || filter.labels.length > 0
  return (
    <Page
      title="Catalog"
      lead="Blueprints that reviewers have approved. Open one to see its form."
      actions={query.data !== undefined && query.data.entries.length > 1 ? <ComposeLink /> : undefined}
    >
      <QueryState query={query} loading={<CatalogCardsSkeleton />}>
        {(catalog) => (
          <Stack gap="lg" aria-busy={query.isPlaceholderData}>
            <CatalogProblems problems={catalog.problems} />
            {!narrowed && catalog.entries.length === 0 ? (
              <EmptyCatalog />
            ) : (
              <>
                <CatalogFilters labels={catalog.labels} matches={catalog.entries.length} />
                {catalog.entries.length === 0 ? <NoMatches /> : <CatalogCards entries={catalog.entries} />}
              </>
            )}
          </Stack>
        )}
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
