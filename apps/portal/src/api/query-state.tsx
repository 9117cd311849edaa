import type { UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorState } from './error-state.tsx'
import { LoadingRows } from './loading-rows.tsx'

export interface QueryStateProps<Answer> {
  readonly query: UseQueryResult<Answer, unknown> | UseInfiniteQueryResult<Answer, unknown>
  readonly loading?: ReactNode
  readonly children: (answer: Answer) => ReactNode
}

/** Shows what a query is at: a skeleton, what went wrong with a way to try again, or the answer. */
export function QueryState<Answer>({ query, loading, children }: QueryStateProps<Answer>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error !== null) {
    return <ErrorState error={query.error} retrying={query.isFetching} onRetry={() => void query.refetch()} />
  }
  return loading ?? <LoadingRows />
}
