import type { WorkerView } from '@groundplan/api-client'
import { Badge, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { Panel } from '../../layout/panel.tsx'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { UnservedPool } from '../../layout/unserved-pool.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { refreshInterval } from './refresh-interval.ts'

const columns: readonly StackTableColumn<WorkerView>[] = [
  {
    label: 'Worker',
    heading: true,
    render: ({ host, pid, status }) => (
      <Group gap={8}>
        {host}
        {status === 'silent' && <Badge color="red">Not responding</Badge>}
        <Text component="span" size="xs" c="dimmed">
          process {pid}
        </Text>
      </Group>
    ),
  },
  { label: 'Pools', render: ({ pools }) => pools.join(', ') },
  { label: 'Running', render: ({ running }) => (running === 1 ? '1 job' : `${running} jobs`) },
  { label: 'Started', render: ({ startedAt }) => <RelativeTime time={startedAt} /> },
  { label: 'Last seen', render: ({ seenAt }) => <RelativeTime time={seenAt} /> },
  { label: 'Version', render: ({ version }) => version },
]

/** The processes that work on jobs. */
export function WorkerPanel() {
  const trpc = useTRPC()
  const query = useQuery({ ...trpc.jobs.workers.queryOptions(), refetchInterval: refreshInterval })
  return (
    <QueryState query={query}>
      {({ items, unservedPools }) => (
        <Panel title="Workers" flush>
          {items.length > 0 && <UnservedPools pools={unservedPools} />}
          {items.length === 0 ? (
            <Text size="sm" p="lg" role="alert">
              No worker is running. Jobs wait until one starts: see GROUNDPLAN_ROLE.
            </Text>
          ) : (
            <StackTable label="Workers" columns={columns} rows={items} rowKey={({ id }) => id} />
          )}
        </Panel>
      )}
    </QueryState>
  )
}

/** What waits although there are workers, and the way out. */
function UnservedPools({ pools }: { readonly pools: readonly string[] }) {
  if (pools.length === 0) return null
  return (
    <Stack gap="sm" p="lg">
      {pools.map((pool) => (
        <UnservedPool key={pool} pool={pool} />
      ))}
    </Stack>
  )
}
