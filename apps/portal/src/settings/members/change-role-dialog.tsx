import type { MemberView } from '@groundplan/api-client'
import { Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { DialogForm, FormDialog } from '../dialogs/form-dialog.tsx'
import type { DialogState } from '../dialogs/use-dialog.ts'
import { useChanged } from '../use-changed.ts'
import { RoleSelect } from './role-select.tsx'
import { useGivableRoles } from './use-givable-roles.ts'

/** Gives a member another role in the place of theirs. */
export function ChangeRoleDialog({ dialog }: { readonly dialog: DialogState<MemberView> }) {
  const { item, opened, close } = dialog
  return (
    <FormDialog opened={opened} onClose={close} title="Change role">
      {item !== undefined && <ChangeRoleForm member={item} onClose={close} />}
    </FormDialog>
  )
}

interface FormProps {
  readonly member: MemberView
  readonly onClose: () => void
}

function ChangeRoleForm({ member, onClose }: FormProps) {
  const trpc = useTRPC()
  const changed = useChanged(trpc.members)
  const { kind, name, role, everywhere } = member
  const roles = useGivableRoles(everywhere)
  const [newRole, setNewRole] = useState<string | undefined>(role)
  const change = useMutation(
    trpc.members.changeRole.mutationOptions({
      onSuccess: async () => {
        onClose()
        await changed(`${name} has another role.`)
      },
    }),
  )
  const submit = () => {
    if (newRole === undefined || newRole === role) return onClose()
    change.mutate({ kind, name, role, everywhere, newRole })
  }
  return (
    <DialogForm submit="Change role" mutation={change} onSubmit={submit} onCancel={onClose}>
      <Text size="sm">
        The new role of the {kind} <strong>{name}</strong> counts from the next request on.
      </Text>
      <RoleSelect roles={roles} value={newRole} onChange={setNewRole} />
    </DialogForm>
  )
}
