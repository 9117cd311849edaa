import type { RoleView } from '@groundplan/api-client'
import { Button, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { IconPlus } from '../../icons/icons.ts'
import { useMay } from '../../session/session.ts'
import { useDialog } from '../dialogs/use-dialog.ts'
import { SettingsPage } from '../settings-page.tsx'
import { OwnRoles } from './own-roles.tsx'
import { PermissionMatrix } from './permission-matrix.tsx'
import { RemoveRoleDialog } from './remove-role-dialog.tsx'
import { RoleDialog } from './role-dialog.tsx'

/** What each role permits, and the roles that the company has defined. */
export function RolesPage() {
  const trpc = useTRPC()
  const query = useQuery(trpc.roles.list.queryOptions())
  const mayManage = useMay('roles.manage')
  const editing = useDialog<RoleView | 'new'>()
  const removing = useDialog<RoleView>()
  return (
    <SettingsPage
      needs="members.read"
      title="Roles"
      lead="What people with each role may do. Built-in roles can’t be changed; define your own where they don’t fit."
      actions={
        mayManage && (
          <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => editing.open('new')}>
            New role
          </Button>
        )
      }
    >
      <QueryState query={query}>
        {({ items }) => (
          <Stack gap="lg">
            <OwnRoles
              roles={items.filter(({ isBuiltIn }) => !isBuiltIn)}
              acts={mayManage ? { onEdit: editing.open, onRemove: removing.open } : undefined}
            />
            <PermissionMatrix roles={items} />
          </Stack>
        )}
      </QueryState>
      <RoleDialog dialog={editing} />
      <RemoveRoleDialog dialog={removing} />
    </SettingsPage>
  )
}
