import type { RoleView } from '@groundplan/api-client'
import { Group, Text } from '@mantine/core'
import { Panel } from '../../layout/panel.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { RowButton } from '../row-button.tsx'

export interface OwnRolesProps {
  readonly roles: readonly RoleView[]
  /** Absent: they can't be changed. */
  readonly acts: { readonly onEdit: Act; readonly onRemove: Act } | undefined
}

type Act = (role: RoleView) => void

/** The roles that the company has defined. */
export function OwnRoles({ roles, acts }: OwnRolesProps) {
  return (
    <Panel title="Your company’s roles" flush>
      {roles.length === 0 ? (
        <Text c="dimmed" size="sm" p="lg">
          No roles of your own yet. The built-in ones are below.
        </Text>
      ) : (
        <StackTable
          label="Your company’s roles"
          columns={columnsOf(acts)}
          rows={roles}
          rowKey={({ name }) => name}
        />
      )}
    </Panel>
  )
}

function columnsOf(acts: OwnRolesProps['acts']): readonly StackTableColumn<RoleView>[] {
  return [
    { label: 'Role', heading: true, render: ({ title }) => title },
    { label: 'Name', render: ({ name }) => <code>{name}</code> },
    { label: 'Permissions', render: ({ permissions }) => permissions.length },
    ...(acts === undefined
      ? []
      : [
          {
            label: 'Actions',
            hidesLabel: true,
            render: (role: RoleView) => (
              <Group gap={6}>
                <RowButton label="Edit" about={role.title} onClick={() => acts.onEdit(role)} />
                <RowButton
                  label="Remove"
                  about={role.title}
                  color="red"
                  onClick={() => acts.onRemove(role)}
                />
              </Group>
            ),
          },
        ]),
  ]
}
