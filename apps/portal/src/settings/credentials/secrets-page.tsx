import type { SecretView } from '@groundplan/api-client'
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { EmptyState } from '../../layout/empty-state.tsx'
import { Panel } from '../../layout/panel.tsx'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { SettingsPage } from '../settings-page.tsx'

const columns: readonly StackTableColumn<SecretView>[] = [
  { label: 'Secret', heading: true, render: ({ name }) => <code>{name}</code> },
  {
    label: 'May be sent to',
    breakable: true,
    render: ({ origins }) =>
      origins.length === 0 ? 'Nowhere' : origins.map((origin) => <div key={origin}>{origin}</div>),
  },
  {
    label: 'Set',
    render: ({ changedAt, changedBy }) => (
      <>
        <RelativeTime time={changedAt} />{' '}
        <Text component="div" size="xs" c="dimmed">
          by {changedBy}
        </Text>
      </>
    ),
  },
  {
    label: 'Last used',
    render: ({ lastUse }) =>
      lastUse === undefined ? (
        'Never'
      ) : (
        <>
          <RelativeTime time={lastUse.at} />{' '}
          <Text component="div" size="xs" c="dimmed">
            {lastUse.purpose}
          </Text>
        </>
      ),
  },
]

/** The secrets of the space, never their values. */
export function SecretsPage() {
  const trpc = useTRPC()
  const query = useQuery(trpc.secrets.list.queryOptions())
  return (
    <SettingsPage
      needs="secrets.read"
      title="Secrets"
      lead="Tokens and keys that groundplan.yaml refers to. Nobody can read a value back."
    >
      <QueryState query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No secrets yet">
              Set one with <code>groundplan secret set</code>, and refer to it in groundplan.yaml.
            </EmptyState>
          ) : (
            <Panel title="Secrets" flush>
              <StackTable label="Secrets" columns={columns} rows={items} rowKey={({ name }) => name} />
            </Panel>
          )
        }
      </QueryState>
    </SettingsPage>
  )
}
