import { Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTRPC } from '../api/trpc.ts'
import { SearchField } from '../layout/search-field.tsx'
import classes from './catalog-filters.module.css'
import { joinValues, splitValues, toFilter, withoutEmpty, type CatalogSearch } from './catalog-search.ts'
import { FacetSelect } from './facet-select.tsx'
import { LabelChips } from './label-chips.tsx'

const route = getRouteApi('/catalog')

/** Search box and filters; what they say is in the address, so that it can be sent to others. */
export function CatalogFilters({ shown }: { readonly shown: number }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const change = (part: CatalogSearch) =>
    void navigate({ search: withoutEmpty({ ...search, ...part }), replace: true, resetScroll: false })
  const { matching, selectable } = useFacets(search)
  return (
    <Stack gap="sm" role="search" aria-label="Catalog">
      <Group gap="md" justify="space-between" align="center">
        <div className={classes.search}>
          <SearchField
            label="Search the catalog"
            placeholder="Search by name, description or label"
            value={search.search ?? ''}
            onChange={(value) => change({ search: value })}
          />
        </div>
        <MatchCount shown={shown} search={search} />
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm" className={classes.selects}>
        {selects.map(({ kind, label }) => (
          <FacetSelect
            key={kind}
            label={label}
            options={selectable?.[kind] ?? []}
            chosen={splitValues(search[kind])}
            onChange={(values) => change({ [kind]: joinValues(values) })}
          />
        ))}
      </SimpleGrid>
      <LabelChips
        labels={matching?.labels ?? []}
        chosen={splitValues(search.labels)}
        onChange={(values) => change({ labels: joinValues(values) })}
      />
    </Stack>
  )
}

const selects = [
  { kind: 'repositories', label: 'Repository' },
  { kind: 'providers', label: 'Provider' },
  { kind: 'owners', label: 'Owner' },
] as const

/** What matches can be narrowed to; what one can choose instead is counted as if nothing of the kind was chosen. */
function useFacets(search: CatalogSearch) {
  const trpc = useTRPC()
  const options = { placeholderData: keepPreviousData }
  const matching = useQuery({ ...trpc.catalog.facets.queryOptions(toFilter(search)), ...options })
  const selectable = useQuery({
    ...trpc.catalog.facets.queryOptions(toFilter(pickWords(search))),
    ...options,
  })
  return { matching: matching.data, selectable: selectable.data }
}

function pickWords({ search, labels }: CatalogSearch): CatalogSearch {
  return { ...(search === undefined ? {} : { search }), ...(labels === undefined ? {} : { labels }) }
}

function MatchCount({ shown, search }: { readonly shown: number; readonly search: CatalogSearch }) {
  const trpc = useTRPC()
  const query = useQuery({
    ...trpc.catalog.count.queryOptions(toFilter(search)),
    placeholderData: keepPreviousData,
  })
  const count = query.data?.count
  if (count === undefined) return null
  const words = count === 1 ? '1 blueprint' : `${count.toLocaleString('en')} blueprints`
  return (
    <Text size="sm" c="dimmed" role="status">
      {shown < count && shown > 0 ? `${shown} of ${words}` : words}
    </Text>
  )
}
