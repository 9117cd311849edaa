import type { EnvironmentView } from '@groundplan/api-client'
import { Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useRef } from 'react'
import { LoadMore } from '../../api/load-more.tsx'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { ShortcutHelp } from '../../keyboard/shortcut-help.tsx'
import { useShortcuts } from '../../keyboard/use-shortcuts.ts'
import { EmptyState } from '../../layout/empty-state.tsx'
import { Page } from '../../layout/page.tsx'
import { Panel } from '../../layout/panel.tsx'
import { RouterButton } from '../../layout/router-links.tsx'
import { useMay } from '../../session/session.ts'
import { stateWords } from '../words/environment-words.ts'
import { EnvironmentFilters } from './environment-filters.tsx'
import { EnvironmentTable } from './environment-table.tsx'
import { isNarrowed, toListFilter, type EnvironmentsSearch } from './environments-search.ts'

const route = getRouteApi('/environments')

const shortcuts = [
  ['/', 'Search environments'],
  ['?', 'Show these shortcuts'],
] as const

/** How soon a list in which something is being done is read again, in milliseconds. */
const refreshInterval = 4000

/** What runs in the space, to find and to open. */
export function EnvironmentsPage() {
  const search = route.useSearch()
  const trpc = useTRPC()
  const searchBox = useRef<HTMLInputElement>(null)
  const [help, helpDialog] = useDisclosure(false)
  useShortcuts({ '/': () => searchBox.current?.select(), '?': helpDialog.open })
  const query = useInfiniteQuery({
    ...trpc.environments.list.infiniteQueryOptions(
      { ...toListFilter(search), limit: 50 },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages.some(isBusy) === true ? refreshInterval : 30_000),
  })
  return (
    <Page
      title="Environments"
      lead="What was launched from the catalog in this space."
      actions={
        <ShortcutHelp
          shortcuts={shortcuts}
          opened={help}
          onOpen={helpDialog.open}
          onClose={helpDialog.close}
        />
      }
    >
      <EnvironmentFilters searchRef={searchBox} />
      <QueryState query={query}>
        {({ pages }) => {
          const environments = pages.flatMap(({ items }) => items)
          if (environments.length === 0) return <NoEnvironments search={search} />
          return (
            <Stack gap={0} aria-busy={query.isPlaceholderData}>
              <Panel flush>
                <EnvironmentTable environments={environments} />
                <LoadMore query={query} of="environments" />
              </Panel>
            </Stack>
          )
        }}
      </QueryState>
    </Page>
  )
}

function isBusy({ items }: { readonly items: readonly EnvironmentView[] }): boolean {
  return items.some(({ state }) => stateWords[state].tone === 'busy')
}

function NoEnvironments({ search }: { readonly search: EnvironmentsSearch }) {
  const mayLaunch = useMay('environments.launch')
  if (isNarrowed(search)) {
    return (
      <EmptyState
        title="No environments match"
        actions={
          <RouterButton to="/environments" search={{}} variant="default">
            Clear search and filters
          </RouterButton>
        }
      >
        Try fewer words or filters.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="No environments yet"
      actions={
        <RouterButton to="/catalog">{mayLaunch ? 'Choose a blueprint' : 'Open the catalog'}</RouterButton>
      }
    >
      {mayLaunch
        ? 'Launch one from the catalog: choose a blueprint, fill in its form, and look at the plan.'
        : 'Environments of this space appear here once somebody launches one.'}
    </EmptyState>
  )
}
