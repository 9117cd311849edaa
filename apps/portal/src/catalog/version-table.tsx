import type { BlueprintView, CatalogVersionChanges } from '@groundplan/api-client'
import { Badge, Group } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { LoadMore } from '../api/load-more.tsx'
import { QueryState } from '../api/query-state.tsx'
import { useTRPC } from '../api/trpc.ts'
import { CommitId } from '../layout/commit-id.tsx'
import { MarkdownText } from '../layout/markdown-text.tsx'
import { Panel } from '../layout/panel.tsx'
import { RelativeTime } from '../layout/relative-time.tsx'
import { RouterAnchor } from '../layout/router-links.tsx'
import { StackTable, type StackTableColumn } from '../layout/stack-table.tsx'

/** All versions of a blueprint, newest first. */
export function VersionTable({ blueprint }: { readonly blueprint: BlueprintView }) {
  const trpc = useTRPC()
  const query = useInfiniteQuery(
    trpc.catalog.versions.infiniteQueryOptions(
      { name: blueprint.name, limit: 20 },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  )
  return (
    <QueryState query={query}>
      {({ pages }) => (
        <Panel title="Versions" flush>
          <StackTable
            label="Versions"
            columns={columnsOf(blueprint)}
            rows={pages.flatMap(({ items }) => items)}
            rowKey={({ version }) => version}
          />
          <LoadMore query={query} of="versions" />
        </Panel>
      )}
    </QueryState>
  )
}

function Changes({ changes }: Pick<CatalogVersionChanges, 'changes'>) {
  if (changes === undefined) return 'First version'
  if (changes.length === 0) return 'Formatting only'
  return <MarkdownText text={changes.map((line) => `- ${line}`).join('\n')} />
}

function columnsOf({ name, version: shown, latestVersion }: BlueprintView) {
  return [
    {
      label: 'Version',
      heading: true,
      render: ({ version }) => (
        <Group gap={8}>
          <RouterAnchor
            to="/catalog/$name"
            params={{ name }}
            search={{ ...(version === latestVersion ? {} : { version }), tab: 'versions' }}
          >
            Version {version}
          </RouterAnchor>
          {version === latestVersion && <Badge color="teal">latest</Badge>}
          {version === shown && <Badge color="gray">shown</Badge>}
        </Group>
      ),
    },
    {
      label: 'Changes',
      render: ({ changes }) => <Changes changes={changes} />,
    },
    { label: 'Published', render: ({ publishedAt }) => <RelativeTime time={publishedAt} /> },
    { label: 'Commit', render: ({ commit }) => <CommitId commit={commit} /> },
  ] satisfies readonly StackTableColumn<CatalogVersionChanges>[]
}
