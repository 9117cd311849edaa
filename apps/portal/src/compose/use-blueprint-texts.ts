import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import { useTRPC } from '../api/trpc.ts'

export interface BlueprintTexts {
  /** In the order of the names; absent until all are there. The same array as long as nothing in it changes. */
  readonly texts: readonly { readonly name: string; readonly text: string }[] | undefined
  readonly error: unknown
  readonly isFetching: boolean
  readonly refetch: () => void
}

/** The latest files of blueprints of the catalog. */
export function useBlueprintTexts(names: readonly string[]): BlueprintTexts {
  const trpc = useTRPC()
  return useQueries({
    queries: names.map((name) => ({
      ...trpc.catalog.get.queryOptions({ name }),
      // A composition that changes under the hands of whoever makes it loses their choices.
      staleTime: Infinity,
      refetchOnWindowFocus: false,
    })),
    combine: combineTexts,
  })
}

function combineTexts(
  results: readonly UseQueryResult<{ readonly name: string; readonly text: string }, unknown>[],
): BlueprintTexts {
  const found = results.flatMap(({ data }) =>
    data === undefined ? [] : [{ name: data.name, text: data.text }],
  )
  return {
    texts: found.length === results.length ? found : undefined,
    error: results.find(({ error }) => error !== null)?.error ?? null,
    isFetching: results.some(({ isFetching }) => isFetching),
    refetch: () => {
      for (const { error, refetch } of results) if (error !== null) void refetch()
    },
  }
}
