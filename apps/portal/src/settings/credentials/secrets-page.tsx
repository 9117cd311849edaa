import type { SecretView } from '@groundplan/api-client'
import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { IconPlus } from '../../icons/icons.ts'
import { EmptyState } from '../../layout/empty-state.tsx'
import { Panel } from '../../layout/panel.tsx'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { useMay } from '../../session/session.ts'
import { useDialog } from '../dialogs/use-dialog.ts'
import { RowButton } from '../row-button.tsx'
import { SettingsPage } from '../settings-page.tsx'
import { RemoveSecretDialog } from './remove-secret-dialog.tsx'
import { SecretDialog } from './secret-dialog.tsx'

const facts: readonly StackTableColumn<SecretView>[] = [
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

interface SecretActs {
  readonly onReplace: (secret: SecretView) => void
  readonly onRemove: (secret: SecretView) => void
}

function columnsOf({ onReplace, onRemove }: SecretActs): readonly StackTableColumn<SecretView>[] {
  const acts: StackTableColumn<SecretView> = {
    label: 'Actions',
    render: (secret) => (
      <Group gap={6} wrap="nowrap">
        <RowButton label="Replace" about={secret.name} onClick={() => onReplace(secret)} />
        <RowButton label="Remove" about={secret.name} color="red" onClick={() => onRemove(secret)} />
      </Group>
    ),
  }
  return [...facts, acts]
}

/** The secrets of the space, never their values. */
export function SecretsPage() {
  const trpc = useTRPC()
  const query = useQuery(trpc.secrets.list.queryOptions())
  const mayManage = useMay('secrets.manage')
  const editing = useDialog<SecretView | 'new'>()
  const removing = useDialog<SecretView>()
  const columns = mayManage ? columnsOf({ onReplace: editing.open, onRemove: removing.open }) : facts
  return (
    <SettingsPage
      needs="secrets.read"
      title="Secrets"
      lead="Tokens and keys that groundplan.yaml refers to. Nobody can read a value back."
      actions={
        mayManage && (
          <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => editing.open('new')}>
            Add secret
          </Button>
        )
      }
    >
      <QueryState query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No secrets yet">Add one, and refer to it in groundplan.yaml.</EmptyState>
          ) : (
            <Panel title="Secrets" flush>
              <StackTable label="Secrets" columns={columns} rows={items} rowKey={({ name }) => name} />
            </Panel>
          )
        }
      </QueryState>
      <SecretDialog dialog={editing} />
      <RemoveSecretDialog dialog={removing} />
    </SettingsPage>
  )
}
