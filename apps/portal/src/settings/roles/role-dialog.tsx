import { permissionNames } from '@groundplan/access'
import type { Permission, RoleView } from '@groundplan/api-client'
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { useSession } from '../../session/session.ts'
import { DialogForm, FormDialog } from '../dialogs/form-dialog.tsx'
import type { DialogState } from '../dialogs/use-dialog.ts'
import { PermissionPicker } from '../permission-picker.tsx'
import { useChanged } from '../use-changed.ts'
import { toRoleName } from './to-role-name.ts'

/** Defines a role, or changes one. */
export function RoleDialog({ dialog }: { readonly dialog: DialogState<RoleView | 'new'> }) {
  const { item, opened, close } = dialog
  const role = item === 'new' ? undefined : item
  return (
    <FormDialog
      opened={opened}
      onClose={close}
      title={role === undefined ? 'New role' : `Edit ${role.title}`}
      size="lg"
    >
      <RoleForm role={role} onClose={close} />
    </FormDialog>
  )
}

interface RoleFormProps {
  readonly role: RoleView | undefined
  readonly onClose: () => void
}

function RoleForm({ role, onClose }: RoleFormProps) {
  const trpc = useTRPC()
  const changed = useChanged(trpc.roles)
  const { accountPermissions = [] } = useSession()
  const [title, setTitle] = useState(role?.title ?? '')
  const [permissions, setPermissions] = useState<readonly Permission[]>(role?.permissions ?? [])
  const [isChecked, setChecked] = useState(false)
  const name = role?.name ?? toRoleName(title)
  const put = useMutation(
    trpc.roles.put.mutationOptions({
      onSuccess: async () => {
        onClose()
        await changed(`The role ${title.trim()} is saved.`)
      },
    }),
  )
  const submit = () => {
    setChecked(true)
    if (name === '' || title.trim() === '' || permissions.length === 0) return
    put.mutate({ name, title: title.trim(), permissions: [...permissions] })
  }
  return (
    <DialogForm submit="Save role" mutation={put} onSubmit={submit} onCancel={onClose}>
      <TextInput
        data-autofocus
        label="Title"
        description={name === '' ? 'For people, e.g. Auditor.' : `Commands and files call it ${name}.`}
        withAsterisk
        aria-required
        maxLength={63}
        value={title}
        error={
          isChecked && (title.trim() === '' || name === '')
            ? 'Enter a title that begins with a letter from a to z.'
            : undefined
        }
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <PermissionPicker
        offered={permissionNames.filter((permission) => accountPermissions.includes(permission))}
        value={permissions}
        onChange={setPermissions}
        description="You can give permissions that you have in all spaces."
        error={isChecked && permissions.length === 0 ? 'Select at least one permission.' : undefined}
      />
    </DialogForm>
  )
}
