import type { ProposalView } from '@groundplan/api-client'
import { Badge, Group } from '@mantine/core'
import { skipToken, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { QueryState } from '../api/query-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { Page } from '../layout/page.tsx'
import { parseNumber } from '../layout/parse-number.ts'
import { RouterAnchor } from '../layout/router-links.tsx'
import { ConflictPanel } from './conflicts/conflict-panel.tsx'
import { DecisionNotice } from './decision-notice.tsx'
import { ProposalActions } from './proposal-actions.tsx'
import { ProposalFacts } from './proposal-facts.tsx'
import { listOf, type ProposalSearch, type ProposalViewName } from './proposal-search.ts'
import { ProposalTabs } from './proposal-tabs.tsx'
import { toApiFilters } from './proposals-search.ts'
import { StaleNotice } from './stale-notice.tsx'
import { KindBadge, StatusBadge } from './status-badge.tsx'
import { useSeenCommit } from './use-seen-commit.ts'

const route = getRouteApi('/proposals/$number')

/** One proposal with everything that a reviewer needs to decide. */
export function ProposalPage() {
  const number = parseNumber(route.useParams().number)
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const trpc = useTRPC()
  const query = useQuery(trpc.proposals.get.queryOptions(number === undefined ? skipToken : { number }))
  const neighbors = useNeighbors(number)
  const { isStale, markSeen } = useSeenCommit(query.data)
  if (number === undefined) return <NotFoundPage />
  const proposal = query.data
  const show = (view: ProposalViewName) =>
    void navigate({
      search: { ...listOf(search), ...(view === 'overview' ? {} : { view }) },
      replace: true,
      resetScroll: false,
    })
  const goTo = (other: number | undefined) =>
    other === undefined
      ? undefined
      : () => void navigate({ to: '/proposals/$number', params: { number: String(other) }, search })
  const back = {
    to: '/proposals',
    search: listOf(search),
    state: { opened: rowsToReturnTo(number, proposal?.status, search, neighbors) },
    resetScroll: false,
  } as const
  const review = () => {
    markSeen()
    show('diff')
  }
  return (
    <Page
      title={proposal?.title ?? `Proposal ${number}`}
      documentTitle={proposal === undefined ? `Proposal ${number}` : `${proposal.title} (#${number})`}
      trail={<RouterAnchor {...back}>Proposals</RouterAnchor>}
      lead={proposal && <ProposalBadges proposal={proposal} />}
      actions={
        proposal && (
          <ProposalActions
            key={proposal.number}
            proposal={proposal}
            isStale={isStale}
            onReview={review}
            onBack={() => void navigate(back)}
            onNext={goTo(neighbors?.next)}
            onPrevious={goTo(neighbors?.previous)}
          />
        )
      }
    >
      <QueryState query={query}>
        {(found) => (
          <>
            {isStale && <StaleNotice onReview={review} />}
            <DecisionNotice proposal={found} />
            <ConflictPanel proposal={found} onDecided={markSeen} />
            <ProposalFacts proposal={found} />
            <ProposalTabs proposal={found} view={search.view ?? 'overview'} onShow={show} />
          </>
        )}
      </QueryState>
    </Page>
  )
}

interface Neighbors {
  readonly next?: number | undefined
  readonly previous?: number | undefined
}

/** The rows of the list at which a reviewer goes on, the best first: this one, unless it has left the list. */
function rowsToReturnTo(
  number: number,
  status: ProposalView['status'] | undefined,
  { status: listed = 'open' }: ProposalSearch,
  { next, previous }: Neighbors = {},
): readonly number[] {
  const isListed = listed === 'all' || (status ?? listed) === listed
  return [isListed ? number : undefined, next, previous].filter((each) => each !== undefined)
}

/** The proposals before and after this one in the list that it was opened from. */
function useNeighbors(number: number | undefined) {
  const trpc = useTRPC()
  const search = route.useSearch()
  const [now] = useState(() => new Date())
  const filters = { ...toApiFilters(listOf(search), now), sort: search.sort ?? 'newest' }
  return useQuery(
    trpc.proposals.neighbors.queryOptions(number === undefined ? skipToken : { ...filters, number }),
  ).data
}

function ProposalBadges({ proposal }: { readonly proposal: ProposalView }) {
  const breaking = proposal.changes.filter(({ level }) => level === 'breaking').length
  return (
    <Group gap={8} fz="sm">
      <StatusBadge status={proposal.status} />
      <KindBadge kind={proposal.kind} />
      {breaking > 0 && <Badge color="red">Breaking</Badge>}
      <span>#{proposal.number}</span>
    </Group>
  )
}
