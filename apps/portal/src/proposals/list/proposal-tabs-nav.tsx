import { Link } from '@tanstack/react-router'
import { proposalTabs, withoutAbsent, type ProposalsSearch, type ProposalTab } from '../proposals-search.ts'
import classes from './proposal-tabs-nav.module.css'

const labels: Readonly<Record<ProposalTab, string>> = {
  open: 'Open',
  approved: 'Approved',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  all: 'All',
}

export interface ProposalTabsNavProps {
  readonly search: ProposalsSearch
  /** How many proposals each tab has; absent until it is known. */
  readonly counts: Readonly<Record<Exclude<ProposalTab, 'all'>, number>> | undefined
}

/** One link for each state, with the number of proposals that match the other filters. */
export function ProposalTabsNav({ search, counts }: ProposalTabsNavProps) {
  const countOf = (tab: ProposalTab) => {
    if (counts === undefined) return undefined
    return tab === 'all' ? Object.values(counts).reduce((sum, count) => sum + count, 0) : counts[tab]
  }
  return (
    <nav aria-label="Proposals by state" className={classes.nav}>
      <ul className={classes.list}>
        {proposalTabs.map((tab) => (
          <li key={tab}>
            <Link
              to="/proposals"
              search={withoutAbsent({ ...search, status: tab === 'open' ? undefined : tab })}
              replace
              resetScroll={false}
              className={classes.tab}
              activeOptions={{ exact: true, includeSearch: true }}
              activeProps={{ 'aria-current': 'page' }}
            >
              {labels[tab]} <span className={classes.count}>{countOf(tab)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
