import { Alert, Group, Loader, Text } from '@mantine/core'
import { IconAlertTriangle } from '../icons/icons.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTRPC } from '../api/trpc.ts'
import { RelativeTime } from '../layout/relative-time.tsx'

/** How often one asks whether the catalog is up to date, in milliseconds: while it is not, and while it is. */
const [soon, later] = [2000, 5000]

/** Says when the catalog is not up to date, and why. Brings in new entries as soon as the server has them. */
export function CatalogStatusNotice() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { data: status } = useQuery({
    ...trpc.catalog.status.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.stale === true ? soon : later),
  })
  const commit = status?.commit
  const shown = useRef(commit)
  useEffect(() => {
    if (shown.current !== undefined && commit !== shown.current) {
      void queryClient.invalidateQueries(trpc.catalog.list.pathFilter())
      void queryClient.invalidateQueries(trpc.catalog.count.pathFilter())
      void queryClient.invalidateQueries(trpc.catalog.facets.pathFilter())
      void queryClient.invalidateQueries(trpc.catalog.problems.pathFilter())
    }
    shown.current = commit
  }, [commit, queryClient, trpc])
  if (status?.stale !== true) return null
  const { asOf, problem } = status
  const time = asOf === undefined ? undefined : <RelativeTime time={asOf} />
  if (problem === undefined) {
    return (
      <Group gap={8} role="status">
        <Loader size={14} color="gray" aria-hidden />
        <Text size="sm" c="dimmed">
          Updating the catalog…{time !== undefined && <> Last updated {time}.</>}
        </Text>
      </Group>
    )
  }
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle aria-hidden />}
      title="The catalog couldn’t be updated"
      role="status"
    >
      <Text size="sm">
        {problem.message} {time !== undefined && <>Last updated {time}.</>}
      </Text>
      {problem.hint !== undefined && (
        <Text size="sm" mt={4}>
          {problem.hint}
        </Text>
      )}
    </Alert>
  )
}
