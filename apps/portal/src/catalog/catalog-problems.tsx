import { Alert } from '@mantine/core'
import { IconFileAlert } from '../icons/icons.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { LoadMore } from '../api/load-more.tsx'
import { useTRPC } from '../api/trpc.ts'
import { DiagnosticList } from '../layout/diagnostic-list.tsx'

/** Files of the blueprint repository that cannot be in the catalog, and why. */
export function CatalogProblems() {
  const trpc = useTRPC()
  const query = useInfiniteQuery(
    trpc.catalog.problems.infiniteQueryOptions(
      { limit: 10 },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  )
  const pages = query.data?.pages ?? []
  const count = pages[0]?.count ?? 0
  if (count === 0) return null
  const title =
    count === 1
      ? '1 file in the blueprint repository isn’t in the catalog'
      : `${count} files in the blueprint repository aren’t in the catalog`
  const diagnostics = pages.flatMap(({ items }) => items.flatMap((problem) => problem.diagnostics))
  return (
    <Alert color="yellow" icon={<IconFileAlert aria-hidden />} title={title}>
      <DiagnosticList diagnostics={diagnostics} />
      <LoadMore query={query} of="files" />
    </Alert>
  )
}
