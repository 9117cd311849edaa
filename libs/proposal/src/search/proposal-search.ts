import type { PageRequest } from '../paging/page.ts'
import type { Proposal, ProposalStatus } from '../proposal.ts'

/** Selects proposals; an absent filter matches all of them. */
export interface ProposalSearch {
  readonly status?: ProposalStatus | undefined
  readonly numbers?: readonly number[] | undefined
  /** Words that all occur in the blueprint's name, the title, the repository or the path, or `#12` for a number. Case does not matter. */
  readonly text?: string | undefined
  /** Short name of the repository. */
  readonly repository?: string | undefined
  /** An owner of the blueprint, such as `@platform/databases`. */
  readonly owner?: string | undefined
  readonly kind?: Proposal['kind'] | undefined
  /** True: has breaking changes; false: has none. */
  readonly breaking?: boolean | undefined
  /** True: has undecided conflicts; false: has none. */
  readonly conflicts?: boolean | undefined
  readonly openedAfter?: Date | undefined
  readonly openedBefore?: Date | undefined
}

export const proposalSorts = ['newest', 'oldest', 'updated', 'name', 'repository'] as const

/** Newest and oldest first by number; last updated first; by blueprint name; by repository and path. */
export type ProposalSort = (typeof proposalSorts)[number]

/** Where a proposal stands in a sorted list: the values that it is sorted by before its number, and the number. */
export interface ProposalPosition {
  /** None for `newest` and `oldest`, an ISO 8601 time for `updated`, the name, or repository and path. */
  readonly values: readonly string[]
  readonly number: number
}

export interface ProposalPageRequest extends PageRequest<ProposalPosition> {
  readonly sort: ProposalSort
  /** True for the other direction: what stands before the position, the nearest first. */
  readonly backwards?: boolean | undefined
}

/** How many proposals have each value, most frequent first. A facet ignores the filter that it offers. */
export interface ProposalFacets {
  readonly status: Readonly<Record<ProposalStatus, number>>
  readonly kind: readonly FacetValue[]
  readonly repository: readonly FacetValue[]
  readonly owner: readonly FacetValue[]
  /** Proposals with breaking changes. */
  readonly breaking: number
  /** Proposals with undecided conflicts. */
  readonly conflicts: number
}

export interface FacetValue {
  readonly value: string
  readonly count: number
}

/** Number of values that a facet lists. */
export const facetLimit = 100

/** The words of a search text, in lower case. */
export function searchWords(text: string | undefined): readonly string[] {
  return (text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
}

/** The number that a word such as `#12` names. */
export function numberOfWord(word: string): number | undefined {
  return /^#\d{1,9}$/.test(word) ? Number(word.slice(1)) : undefined
}

/** What the list is sorted by before the number. */
export function positionOf(
  { number, updatedAt, blueprint, source }: Proposal,
  sort: ProposalSort,
): ProposalPosition {
  const values = {
    newest: [],
    oldest: [],
    updated: [updatedAt.toISOString()],
    name: [blueprint],
    repository: [source.store, source.path],
  } satisfies Record<ProposalSort, readonly string[]>
  return { values: values[sort], number }
}
