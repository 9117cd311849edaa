import type { ProposalView } from '@groundplan/api-client'
import { Group } from '@mantine/core'
import { skipToken, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { QueryState } from '../api/query-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { Page } from '../layout/page.tsx'
import { parseNumber } from '../layout/parse-number.ts'
import { RouterAnchor } from '../layout/router-links.tsx'
import { DecisionButtons } from './decision-buttons.tsx'
import { DecisionNotice } from './decision-notice.tsx'
import { ProposalFacts } from './proposal-facts.tsx'
import { ProposalTabs } from './proposal-tabs.tsx'
import { KindBadge, StatusBadge } from './status-badge.tsx'

const route = getRouteApi('/proposals/$number')

/** One proposal with everything that a reviewer needs to decide. */
export function ProposalPage() {
  const number = parseNumber(route.useParams().number)
  const trpc = useTRPC()
  const query = useQuery(trpc.proposals.get.queryOptions(number === undefined ? skipToken : { number }))
  if (number === undefined) return <NotFoundPage />
  const proposal = query.data
  return (
    <Page
      title={proposal?.title ?? `Proposal ${number}`}
      documentTitle={proposal === undefined ? `Proposal ${number}` : `${proposal.title} (#${number})`}
      trail={<RouterAnchor to="/proposals">Proposals</RouterAnchor>}
      lead={proposal && <ProposalBadges proposal={proposal} />}
      actions={proposal && <DecisionButtons proposal={proposal} />}
    >
      <QueryState query={query}>
        {(found) => (
          <>
            <DecisionNotice proposal={found} />
            <ProposalFacts proposal={found} />
            <ProposalTabs proposal={found} />
          </>
        )}
      </QueryState>
    </Page>
  )
}

function ProposalBadges({ proposal }: { readonly proposal: ProposalView }) {
  return (
    <Group gap={8} fz="sm">
      <StatusBadge status={proposal.status} />
      <KindBadge kind={proposal.kind} />
      <span>#{proposal.number}</span>
    </Group>
  )
}
