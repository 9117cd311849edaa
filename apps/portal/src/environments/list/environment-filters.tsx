import { NativeSelect, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Ref } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { SearchField } from '../../layout/search-field.tsx'
import classes from './environment-filters.module.css'
import { parseEnvironmentsSearch, type EnvironmentsSearch, type StateGroup } from './environments-search.ts'

const route = getRouteApi('/environments')

const groups = [
  ['', 'Not ended'],
  ['busy', 'In progress'],
  ['active', 'Active'],
  ['failed', 'With errors'],
  ['stopped', 'Stopped'],
  ['draft', 'Drafts'],
  ['over', 'Ended, released or cancelled'],
  ['all', 'All'],
] as const satisfies readonly (readonly [StateGroup | '', string])[]

/** Search box and filters; what they say is in the address, so that it can be sent to others. */
export function EnvironmentFilters({ searchRef }: { readonly searchRef: Ref<HTMLInputElement> }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const blueprints = useBlueprints(search)
  const change = (part: Readonly<Partial<Record<keyof EnvironmentsSearch, unknown>>>) =>
    void navigate({
      search: parseEnvironmentsSearch({ ...search, ...part }),
      replace: true,
      resetScroll: false,
    })
  return (
    <div role="search" aria-label="Environments" className={classes.filters}>
      <div className={classes.search}>
        <SearchField
          label="Search environments"
          placeholder="Search by name"
          value={search.search ?? ''}
          onChange={(value) => change({ search: value })}
          inputRef={searchRef}
        />
      </div>
      <SegmentedControl
        aria-label="Whose environments"
        data={[
          { value: 'all', label: 'Everyone’s' },
          { value: 'mine', label: 'Mine' },
        ]}
        value={search.mine === true ? 'mine' : 'all'}
        onChange={(value) => change({ mine: value === 'mine' })}
      />
      <NativeSelect
        aria-label="State"
        data={groups.map(([value, label]) => ({ value, label }))}
        value={search.state ?? ''}
        onChange={(event) => change({ state: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label="Blueprint"
        data={[{ value: '', label: 'All blueprints' }, ...blueprints]}
        value={search.blueprint ?? ''}
        onChange={(event) => change({ blueprint: event.currentTarget.value })}
      />
    </div>
  )
}

/** Those of the catalog to choose from, with the one that is chosen. */
function useBlueprints({ blueprint }: EnvironmentsSearch) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.catalog.list.queryOptions({ limit: 100 }))
  const known = (data?.items ?? []).map(({ name, displayName }) => ({ value: name, label: displayName }))
  const isMissing = blueprint !== undefined && !known.some(({ value }) => value === blueprint)
  return isMissing ? [...known, { value: blueprint, label: blueprint }] : known
}
