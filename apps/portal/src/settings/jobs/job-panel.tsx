import type { JobView, WorkerView } from '@groundplan/api-client'
import { Badge, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { Panel } from '../../layout/panel.tsx'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { JobName } from './job-words.tsx'
import { refreshInterval } from './refresh-interval.ts'

type State = JobView['state']

const words = {
  running: { title: 'Running', none: 'Nothing runs.' },
  waiting: { title: 'Waiting', none: 'Nothing waits.' },
  failed: { title: 'Failed', none: 'Nothing failed in the last 14 days.' },
} as const satisfies Record<State, object>

export interface JobPanelProps {
  readonly state: State
  /** How many there are, also of those that are not shown. */
  readonly total: number | undefined
}

/** The jobs in one state. */
export function JobPanel({ state, total }: JobPanelProps) {
  const trpc = useTRPC()
  const query = useQuery({ ...trpc.jobs.list.queryOptions({ state }), refetchInterval: refreshInterval })
  const workers = useQuery({ ...trpc.jobs.workers.queryOptions(), refetchInterval: refreshInterval })
  const { title, none } = words[state]
  return (
    <QueryState query={query}>
      {({ items }) => (
        <Panel
          title={title}
          flush
          actions={
            <Text size="sm" c="dimmed">
              {total !== undefined && total > items.length ? `${items.length} of ${total}` : items.length}
            </Text>
          }
        >
          {items.length === 0 ? (
            <Text c="dimmed" size="sm" p="lg">
              {none}
            </Text>
          ) : (
            <StackTable
              label={`${title} jobs`}
              columns={columnsOf(state, workers.data ?? { items: [], unservedPools: [] })}
              rows={items}
              rowKey={({ id }) => id}
            />
          )}
        </Panel>
      )}
    </QueryState>
  )
}

interface KnownWorkers {
  readonly items: readonly WorkerView[]
  readonly unservedPools: readonly string[]
}

function columnsOf(state: State, workers: KnownWorkers): readonly StackTableColumn<JobView>[] {
  const attempts: StackTableColumn<JobView> = {
    label: 'Attempts',
    render: ({ attempt, attempts: most }) =>
      attempt > 1 || state === 'failed' ? (
        <Badge color="yellow">{`${attempt} of ${most}`}</Badge>
      ) : (
        `${attempt} of ${most}`
      ),
  }
  const error: StackTableColumn<JobView> = {
    label: state === 'failed' ? 'Reason' : 'Last failure',
    breakable: true,
    render: ({ error: reason }) => reason,
  }
  return [
    { label: 'Job', heading: true, render: JobName },
    ...(state === 'waiting' ? [due(workers)] : []),
    ...times[state],
    ...(state === 'running'
      ? [
          {
            label: 'Worker',
            render: ({ workerId }: JobView) => nameOf(workers.items.find(({ id }) => id === workerId)),
          },
        ]
      : []),
    attempts,
    ...(state === 'running' ? [] : [error]),
  ]
}

const times: Readonly<Record<State, readonly StackTableColumn<JobView>[]>> = {
  running: [{ label: 'Started', render: ({ startedAt }) => startedAt && <RelativeTime time={startedAt} /> }],
  waiting: [{ label: 'Enqueued', render: ({ createdAt }) => <RelativeTime time={createdAt} /> }],
  failed: [{ label: 'Failed', render: ({ failedAt }) => failedAt && <RelativeTime time={failedAt} /> }],
}

/** When a waiting job runs. */
function due({ unservedPools }: KnownWorkers): StackTableColumn<JobView> {
  return {
    label: 'Runs',
    render: ({ dueAt, pool }) => {
      if (unservedPools.includes(pool)) return `When a worker serves the pool “${pool}”`
      if (dueAt === undefined) return undefined
      return new Date(dueAt).getTime() <= Date.now() ? 'When a worker is free' : <RelativeTime time={dueAt} />
    },
  }
}

function nameOf(worker: WorkerView | undefined): string {
  return worker === undefined ? 'Unknown' : `${worker.host} (process ${worker.pid})`
}
