export const proposalFilters = ['open', 'approved', 'rejected', 'all'] as const
export type ProposalFilter = (typeof proposalFilters)[number]

/** Which proposals are listed; the open ones if absent. */
export interface ProposalsSearch {
  readonly status?: ProposalFilter
}

export function parseProposalsSearch(raw: Record<string, unknown>): ProposalsSearch {
  const status = proposalFilters.find((name) => name === raw['status'])
  return status === undefined ? {} : { status }
}
