import type { AppRouter } from '@groundplan/api-client'
import { Button, NativeSelect } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFilter } from '../../icons/icons.ts'
import { getRouteApi } from '@tanstack/react-router'
import type { inferRouterOutputs } from '@trpc/server'
import type { Ref } from 'react'
import { SearchField } from '../../layout/search-field.tsx'
import {
  countFilters,
  filterNames,
  parseProposalsSearch,
  withoutAbsent,
  type ProposalsSearch,
} from '../proposals-search.ts'
import classes from './proposal-filters.module.css'

type Facets = inferRouterOutputs<AppRouter>['proposals']['facets']

const route = getRouteApi('/proposals')

export interface ProposalFiltersProps {
  readonly facets: Facets | undefined
  readonly searchRef: Ref<HTMLInputElement>
}

/** Search box, filters and order. What they say is in the address, so that it can be sent to others. */
export function ProposalFilters({ facets, searchRef }: ProposalFiltersProps) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [opened, filters] = useDisclosure(countFilters(search) > 0)
  const change = (next: ProposalsSearch) => void navigate({ search: next, replace: true, resetScroll: false })
  const active = countFilters(search)
  const choose = (name: string, value: string) => {
    const raw = { ...search, [name]: value === 'true' ? true : value === 'false' ? false : value }
    change(parseProposalsSearch(raw))
  }
  const clear = () =>
    change(withoutAbsent({ ...search, ...Object.fromEntries(filterNames.map((name) => [name, undefined])) }))
  return (
    <div role="search" aria-label="Proposals" className={classes.root}>
      <div className={classes.bar}>
        <SearchField
          label="Search proposals"
          placeholder="Search by name, repository or path"
          value={search.search ?? ''}
          onChange={(value) => change(withoutAbsent({ ...search, search: value === '' ? undefined : value }))}
          inputRef={searchRef}
        />
        <Button
          variant="default"
          onClick={filters.toggle}
          aria-expanded={opened}
          aria-controls="proposal-filters"
          leftSection={<IconFilter size={16} aria-hidden />}
        >
          Filters{active > 0 && ` (${active})`}
        </Button>
        <Choice
          label="Sort by"
          name="sort"
          value={search.sort}
          onChange={choose}
          any="Newest"
          options={[
            ['oldest', 'Oldest'],
            ['updated', 'Recently updated'],
            ['name', 'Name'],
            ['repository', 'Repository'],
          ]}
          isInline
        />
      </div>
      <div id="proposal-filters" className={classes.filters} hidden={!opened}>
        <Choice
          label="Repository"
          name="repository"
          value={search.repository}
          onChange={choose}
          any="All repositories"
          options={(facets?.repository ?? []).map(({ value, count }) => [value, `${value} (${count})`])}
        />
        <Choice
          label="Owner"
          name="owner"
          value={search.owner}
          onChange={choose}
          any="All owners"
          options={(facets?.owner ?? []).map(({ value, count }) => [value, `${value} (${count})`])}
        />
        <Choice
          label="Kind"
          name="kind"
          value={search.kind}
          onChange={choose}
          any="All kinds"
          options={[
            ['new', `New${countOf(facets, 'new')}`],
            ['update', `Updates${countOf(facets, 'update')}`],
            ['retirement', `Retirements${countOf(facets, 'retirement')}`],
          ]}
        />
        <Choice
          label="Breaking changes"
          name="breaking"
          value={search.breaking}
          onChange={choose}
          any="With and without"
          options={[
            ['true', `With${inBrackets(facets?.breaking)}`],
            ['false', 'Without'],
          ]}
        />
        <Choice
          label="Conflicts"
          name="conflicts"
          value={search.conflicts}
          onChange={choose}
          any="With and without"
          options={[
            ['true', `With${inBrackets(facets?.conflicts)}`],
            ['false', 'Without'],
          ]}
        />
        <Choice
          label="Opened"
          name="age"
          value={search.age}
          onChange={choose}
          any="Any time"
          options={[
            ['day', 'Today'],
            ['week', 'In the last 7 days'],
            ['month', 'In the last 30 days'],
            ['older', 'More than 30 days ago'],
          ]}
        />
        {active > 0 && (
          <button type="button" className={classes.clear} onClick={clear}>
            Clear filters
          </button>
        )}
      </div>
    </div>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly name: string
  readonly value: string | boolean | undefined
  /** What the empty choice says. */
  readonly any: string
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly onChange: (name: string, value: string) => void
  readonly isInline?: boolean
}

function Choice({ label, name, value, any, options, onChange, isInline = false }: ChoiceProps) {
  const chosen = value === undefined ? '' : String(value)
  // A value from the address that no proposal has any more is still what is filtered by.
  const known = chosen === '' || options.some(([option]) => option === chosen)
  const all = [['', any] as const, ...options, ...(known ? [] : [[chosen, chosen] as const])]
  return (
    <NativeSelect
      {...(isInline ? { 'aria-label': label, className: classes.sort ?? '' } : { label })}
      value={chosen}
      onChange={(event) => onChange(name, event.currentTarget.value)}
      data={all.map(([option, text]) => ({ value: option, label: text }))}
    />
  )
}

function countOf(facets: Facets | undefined, kind: string): string {
  return inBrackets(facets?.kind.find(({ value }) => value === kind)?.count ?? (facets && 0))
}

function inBrackets(count: number | undefined): string {
  return count === undefined ? '' : ` (${count})`
}
