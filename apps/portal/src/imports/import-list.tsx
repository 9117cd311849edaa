import type { ImportSummary } from '@groundplan/api-client'
import { Badge, Group, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { LoadMore } from '../api/load-more.tsx'
import { QueryState } from '../api/query-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import { Panel } from '../layout/panel.tsx'
import { RelativeTime } from '../layout/relative-time.tsx'
import { RouterAnchor } from '../layout/router-links.tsx'
import { StackTable, type StackTableColumn } from '../layout/stack-table.tsx'
import { describeRepositories, isUnderWay } from './import-words.ts'
import { ImportStatusBadge } from './import-status-badge.tsx'

const columns: readonly StackTableColumn<ImportSummary>[] = [
  { label: 'Import', heading: true, render: ImportName },
  {
    label: 'Status',
    render: ({ status, counts, failedRepositories = 0, problems = 0 }) => (
      <ImportStatusBadge
        status={status}
        counts={{ failures: failedRepositories + (counts?.failed ?? 0), problems }}
      />
    ),
  },
  { label: 'Result', render: ImportResult },
  { label: 'Started', render: ({ startedAt }) => <RelativeTime time={startedAt} /> },
]

/** Imports, newest first, kept up to date while one of them is under way. */
export function ImportList() {
  const trpc = useTRPC()
  const query = useInfiniteQuery({
    ...trpc.imports.list.infiniteQueryOptions({}, { getNextPageParam: ({ nextCursor }) => nextCursor }),
    refetchInterval: ({ state }) => (state.data?.pages.some(isActive) ? 2000 : false),
  })
  return (
    <QueryState query={query}>
      {({ pages }) => (
        <Panel title="Latest imports" flush>
          {pages[0]?.items.length === 0 ? (
            <Text c="dimmed" size="sm" p="lg">
              No imports yet.
            </Text>
          ) : (
            <StackTable
              label="Latest imports"
              columns={columns}
              rows={pages.flatMap(({ items }) => items)}
              rowKey={({ number }) => number}
            />
          )}
          <LoadMore query={query} of="imports" />
        </Panel>
      )}
    </QueryState>
  )
}

function isActive({ items }: { readonly items: readonly ImportSummary[] }): boolean {
  return items.some(({ status }) => isUnderWay(status))
}

function ImportName({ number, repositories, dryRun }: ImportSummary) {
  return (
    <Group gap={8}>
      <RouterAnchor to="/imports/$number" params={{ number: String(number) }}>
        #{number} {describeRepositories({ repositories })}
      </RouterAnchor>
      {dryRun && <Badge color="gray">dry run</Badge>}
    </Group>
  )
}

function ImportResult({ counts, message }: ImportSummary) {
  if (counts === undefined) return message
  const parts = (['new', 'updated', 'waiting', 'unchanged', 'skipped', 'failed'] as const)
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcome}`)
  return parts.length === 0 ? 'No modules' : parts.join(', ')
}
