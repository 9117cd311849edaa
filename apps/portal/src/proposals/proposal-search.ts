import { parseProposalsSearch, withoutAbsent, type ProposalsSearch } from './proposals-search.ts'

export const proposalViews = ['overview', 'diff', 'interface', 'yaml'] as const
export type ProposalViewName = (typeof proposalViews)[number]

/** The list from which a proposal was opened, and which side of it is shown; the overview if absent. */
export interface ProposalSearch extends ProposalsSearch {
  readonly view?: ProposalViewName
}

export function parseProposalSearch(raw: Record<string, unknown>): ProposalSearch {
  const view = proposalViews.find((name) => name === raw['view'])
  return { ...parseProposalsSearch(raw), ...withoutAbsent({ view }) }
}

/** The address of the list. */
export function listOf({ view: _, ...list }: ProposalSearch): ProposalsSearch {
  return list
}
