import type { ProposalSummary } from '@groundplan/api-client'
import { SegmentedControl, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { QueryState } from '../api/query-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import { EmptyState } from '../layout/empty-state.tsx'
import { Page } from '../layout/page.tsx'
import { RouterButton } from '../layout/router-links.tsx'
import { ProposalList } from './proposal-list.tsx'
import classes from './proposals-page.module.css'
import { proposalFilters, type ProposalFilter } from './proposals-search.ts'

const route = getRouteApi('/proposals')

const labels: Readonly<Record<ProposalFilter, string>> = {
  open: 'Open',
  approved: 'Approved',
  rejected: 'Rejected',
  all: 'All',
}

/** Generated blueprints on their way to review. */
export function ProposalsPage() {
  const { status = 'open' } = route.useSearch()
  const navigate = route.useNavigate()
  const trpc = useTRPC()
  const query = useQuery(trpc.proposals.list.queryOptions({}))
  return (
    <Page
      title="Proposals"
      lead="Generated blueprints on their way to review. What is approved is in the catalog at once."
    >
      <QueryState query={query}>
        {(proposals) => (
          <Stack gap="md">
            <div className={classes.filter}>
              <SegmentedControl
                aria-label="Which proposals"
                size="sm"
                value={status}
                onChange={(value) => {
                  const next = proposalFilters.find((filter) => filter === value) ?? 'open'
                  void navigate({ search: next === 'open' ? {} : { status: next }, replace: true })
                }}
                data={proposalFilters.map((filter) => ({
                  value: filter,
                  label: `${labels[filter]} ${select(proposals, filter).length}`,
                }))}
              />
            </div>
            <SelectedProposals proposals={select(proposals, status)} filter={status} />
          </Stack>
        )}
      </QueryState>
    </Page>
  )
}

interface SelectedProposalsProps {
  readonly proposals: readonly ProposalSummary[]
  readonly filter: ProposalFilter
}

function SelectedProposals({ proposals, filter }: SelectedProposalsProps) {
  if (proposals.length > 0) return <ProposalList proposals={proposals} />
  if (filter === 'approved' || filter === 'rejected') {
    return <EmptyState title={`No proposal is ${filter} yet`} />
  }
  return (
    <EmptyState
      title="Nothing waits for review"
      actions={<RouterButton to="/imports">Import repositories</RouterButton>}
    >
      An import opens a proposal for each Terraform module that is new or has changed.
    </EmptyState>
  )
}

function select(proposals: readonly ProposalSummary[], filter: ProposalFilter): readonly ProposalSummary[] {
  return filter === 'all' ? proposals : proposals.filter(({ status }) => status === filter)
}
