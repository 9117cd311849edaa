import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { toApiFilters, type ProposalsSearch } from '../proposals-search.ts'

/** The proposals that the address asks for, page by page, and how many each filter would select. */
export function useProposalPages(search: ProposalsSearch) {
  const trpc = useTRPC()
  const [now] = useState(() => new Date())
  const filters = toApiFilters(search, now)
  const { sort = 'newest' } = search
  const list = useInfiniteQuery({
    ...trpc.proposals.list.infiniteQueryOptions(
      { ...filters, sort, limit: 100 },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
    placeholderData: keepPreviousData,
  })
  const facets = useQuery({
    ...trpc.proposals.facets.queryOptions(filters),
    placeholderData: keepPreviousData,
  })
  return { list, facets, filters }
}
