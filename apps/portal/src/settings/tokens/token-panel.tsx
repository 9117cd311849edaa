import type { ApiTokenView } from '@groundplan/api-client'
import { Badge, Group, Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { EmptyState } from '../../layout/empty-state.tsx'
import { Panel } from '../../layout/panel.tsx'
import { formatDay } from '../../layout/format-relative-time.ts'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { PermissionList } from '../permission-list.tsx'
import { RowButton } from '../row-button.tsx'

export interface TokenPanelProps {
  readonly onRotate: (token: ApiTokenView) => void
  readonly onRevoke: (token: ApiTokenView) => void
}

/** The tokens of the space, the newest first. */
export function TokenPanel(actions: TokenPanelProps) {
  const trpc = useTRPC()
  const query = useQuery(trpc.tokens.list.queryOptions())
  const [showsEnded, setShowsEnded] = useState(false)
  return (
    <QueryState query={query}>
      {({ items }) => {
        if (items.length === 0)
          return (
            <EmptyState title="No API tokens yet">
              Create one for each program that calls the API. Its secret is shown once.
            </EmptyState>
          )
        const ended = items.filter(({ status }) => status !== 'valid').length
        const shown = showsEnded ? items : items.filter(({ status }) => status === 'valid')
        return (
          <Panel
            title="Tokens"
            flush
            actions={
              ended > 0 && (
                <Switch
                  size="xs"
                  label={`Show revoked and expired (${ended})`}
                  checked={showsEnded}
                  onChange={(event) => setShowsEnded(event.currentTarget.checked)}
                />
              )
            }
          >
            {shown.length === 0 ? (
              <Text c="dimmed" size="sm" p="lg">
                No valid tokens.
              </Text>
            ) : (
              <StackTable label="Tokens" columns={columnsOf(actions)} rows={shown} rowKey={({ id }) => id} />
            )}
          </Panel>
        )
      }}
    </QueryState>
  )
}

const looks = {
  valid: { color: 'teal', label: 'Valid' },
  expired: { color: 'gray', label: 'Expired' },
  revoked: { color: 'red', label: 'Revoked' },
} as const satisfies Record<ApiTokenView['status'], object>

function columnsOf({ onRotate, onRevoke }: TokenPanelProps): readonly StackTableColumn<ApiTokenView>[] {
  return [
    {
      label: 'Token',
      heading: true,
      render: ({ name, status }) => (
        <Group gap={8}>
          {name}
          <Badge color={looks[status].color}>{looks[status].label}</Badge>
        </Group>
      ),
    },
    { label: 'Permissions', render: ({ permissions }) => <PermissionList permissions={permissions} /> },
    {
      label: 'Created',
      breakable: true,
      render: ({ createdAt, createdBy }) => (
        <>
          <RelativeTime time={createdAt} />{' '}
          <Text component="div" size="xs" c="dimmed">
            by {createdBy}
          </Text>
        </>
      ),
    },
    {
      label: 'Last used',
      render: ({ lastUsedAt }) => (lastUsedAt === undefined ? 'Never' : <RelativeTime time={lastUsedAt} />),
    },
    {
      label: 'Expires',
      render: ({ status, expiresAt, revokedAt }) =>
        status === 'revoked' && revokedAt !== undefined ? (
          <>
            Revoked <RelativeTime time={revokedAt} />
          </>
        ) : (
          formatDay(expiresAt)
        ),
    },
    {
      label: 'Actions',
      hidesLabel: true,
      render: (token) =>
        token.status === 'valid' && (
          <Group gap={4} wrap="nowrap" justify="flex-end">
            <RowButton label="Rotate" about={token.name} onClick={() => onRotate(token)} />
            <RowButton label="Revoke" about={token.name} color="red" onClick={() => onRevoke(token)} />
          </Group>
        ),
    },
  ]
}
