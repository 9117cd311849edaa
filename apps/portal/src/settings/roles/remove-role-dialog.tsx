import type { RoleView } from '@groundplan/api-client'
import { Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '../../api/trpc.ts'
import { DialogForm, FormDialog } from '../dialogs/form-dialog.tsx'
import type { DialogState } from '../dialogs/use-dialog.ts'
import { useChanged } from '../use-changed.ts'

/** Removes a role of the company, once that is confirmed. */
export function RemoveRoleDialog({ dialog }: { readonly dialog: DialogState<RoleView> }) {
  const { item, opened, close } = dialog
  return (
    <FormDialog opened={opened} onClose={close} title="Remove this role?">
      {item !== undefined && <RemoveRoleForm role={item} onClose={close} />}
    </FormDialog>
  )
}

interface FormProps {
  readonly role: RoleView
  readonly onClose: () => void
}

function RemoveRoleForm({ role: { name, title }, onClose }: FormProps) {
  const trpc = useTRPC()
  const changed = useChanged(trpc.roles)
  const remove = useMutation(
    trpc.roles.remove.mutationOptions({
      onSuccess: async () => {
        onClose()
        await changed(`The role ${title} is removed.`)
      },
    }),
  )
  return (
    <DialogForm
      submit="Remove role"
      isDangerous
      mutation={remove}
      onSubmit={() => remove.mutate({ name })}
      onCancel={onClose}
    >
      <Text size="sm">
        Everyone who has the role <strong>{title}</strong> immediately loses its permissions.
      </Text>
    </DialogForm>
  )
}
