import type { EnvironmentView } from '@groundplan/api-client'
import { Badge, Group, Text } from '@mantine/core'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { RouterAnchor } from '../../layout/router-links.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { StateBadge } from '../tone-badge.tsx'

const columns: readonly StackTableColumn<EnvironmentView>[] = [
  { label: 'Name', heading: true, render: EnvironmentName },
  { label: 'State', render: ({ state }) => <StateBadge state={state} /> },
  {
    label: 'Blueprint',
    render: ({ blueprint }) => (
      <>
        {blueprint.name}{' '}
        <Text component="span" size="xs" c="dimmed">
          {blueprint.version}
        </Text>
      </>
    ),
  },
  { label: 'Owner', breakable: true, render: ({ owner }) => owner },
  {
    label: 'Ends',
    render: ({ endsAt }) =>
      endsAt === undefined ? (
        <Text component="span" inherit c="dimmed">
          Never
        </Text>
      ) : (
        <RelativeTime time={endsAt} />
      ),
  },
  { label: 'Created', render: ({ createdAt }) => <RelativeTime time={createdAt} /> },
]

/** Environments, newest first. */
export function EnvironmentTable({ environments }: { readonly environments: readonly EnvironmentView[] }) {
  return <StackTable label="Environments" columns={columns} rows={environments} rowKey={({ id }) => id} />
}

function EnvironmentName({ id, name, component, labels }: EnvironmentView) {
  return (
    <>
      <RouterAnchor to="/environments/$id" params={{ id }}>
        {name}
      </RouterAnchor>
      {(component !== undefined || labels.length > 0) && (
        <Group gap={5} mt={3}>
          {component !== undefined && (
            <Text component="span" size="xs" c="dimmed">
              {component}
            </Text>
          )}
          {labels.slice(0, 5).map((label) => (
            <Badge key={label} color="gray" size="sm">
              {label}
            </Badge>
          ))}
        </Group>
      )}
    </>
  )
}
