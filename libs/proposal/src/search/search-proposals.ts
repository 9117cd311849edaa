import { proposalStatuses, type Proposal } from '../proposal.ts'
import { toPage, type Page } from '../paging/page.ts'
import {
  facetLimit,
  numberOfWord,
  positionOf,
  searchWords,
  type FacetValue,
  type ProposalFacets,
  type ProposalPageRequest,
  type ProposalPosition,
  type ProposalSearch,
  type ProposalSort,
} from './proposal-search.ts'

/** The matching proposals of a list, in the order asked for, from the requested position on. */
export function pageProposals(
  proposals: readonly Proposal[],
  search: ProposalSearch,
  { sort, limit, after, backwards = false }: ProposalPageRequest,
): Page<Proposal, ProposalPosition> {
  const compare = (left: ProposalPosition, right: ProposalPosition) =>
    (backwards ? -1 : 1) * comparePositions(left, right, sort)
  const found = filterProposals(proposals, search).toSorted((left, right) =>
    compare(positionOf(left, sort), positionOf(right, sort)),
  )
  const rest =
    after === undefined ? found : found.filter((proposal) => compare(positionOf(proposal, sort), after) > 0)
  return toPage(rest.slice(0, limit + 1), limit, (proposal) => positionOf(proposal, sort))
}

export function filterProposals(proposals: readonly Proposal[], search: ProposalSearch): readonly Proposal[] {
  const { status, numbers, text, repository, owner, kind, breaking, conflicts } = search
  const { openedAfter, openedBefore } = search
  const words = searchWords(text)
  return proposals.filter((proposal) => {
    const { number, blueprint, title, source, facts, createdAt } = proposal
    const haystack = `${blueprint} ${title} ${source.store}/${source.path}`.toLowerCase()
    return (
      (status === undefined || proposal.state.status === status) &&
      (numbers === undefined || numbers.includes(number)) &&
      words.every((word) => numberOfWord(word) === number || haystack.includes(word)) &&
      (repository === undefined || source.store === repository) &&
      (owner === undefined || facts?.owners.includes(owner) === true) &&
      (kind === undefined || proposal.kind === kind) &&
      (breaking === undefined || (facts?.breaking ?? 0) > 0 === breaking) &&
      (conflicts === undefined || (facts?.conflicts ?? 0) > 0 === conflicts) &&
      (openedAfter === undefined || createdAt >= openedAfter) &&
      (openedBefore === undefined || createdAt < openedBefore)
    )
  })
}

export function countFacets(proposals: readonly Proposal[], search: ProposalSearch): ProposalFacets {
  const without = (filter: keyof ProposalSearch) =>
    filterProposals(proposals, { ...search, [filter]: undefined })
  const status = Map.groupBy(without('status'), ({ state }) => state.status)
  return {
    status: Object.fromEntries(
      proposalStatuses.map((name) => [name, status.get(name)?.length ?? 0]),
    ) as ProposalFacets['status'],
    kind: countValues(without('kind').map(({ kind }) => kind)),
    repository: countValues(without('repository').map(({ source }) => source.store)),
    owner: countValues(without('owner').flatMap(({ facts }) => facts?.owners ?? [])),
    breaking: filterProposals(proposals, { ...search, breaking: true }).length,
    conflicts: filterProposals(proposals, { ...search, conflicts: true }).length,
  }
}

function countValues(values: readonly string[]): readonly FacetValue[] {
  return [...Map.groupBy(values, (value) => value)]
    .map(([value, { length }]) => ({ value, count: length }))
    .toSorted((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1))
    .slice(0, facetLimit)
}

function comparePositions(left: ProposalPosition, right: ProposalPosition, sort: ProposalSort): number {
  const isDescending = sort === 'newest' || sort === 'updated'
  const sign = isDescending ? -1 : 1
  for (const [index, value] of left.values.entries()) {
    const other = right.values[index] ?? ''
    if (value !== other) return sign * (value < other ? -1 : 1)
  }
  return sign * (left.number - right.number)
}
