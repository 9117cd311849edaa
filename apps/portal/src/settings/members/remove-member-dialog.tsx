import type { MemberView } from '@groundplan/api-client'
import { Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '../../api/trpc.ts'
import { DialogForm, FormDialog } from '../dialogs/form-dialog.tsx'
import type { DialogState } from '../dialogs/use-dialog.ts'
import { useChanged } from '../use-changed.ts'
import { RoleName } from './role-name.tsx'

/** Takes a role away, once that is confirmed. */
export function RemoveMemberDialog({ dialog }: { readonly dialog: DialogState<MemberView> }) {
  const { item, opened, close } = dialog
  return (
    <FormDialog opened={opened} onClose={close} title="Remove this member?">
      {item !== undefined && <RemoveMemberForm member={item} onClose={close} />}
    </FormDialog>
  )
}

interface FormProps {
  readonly member: MemberView
  readonly onClose: () => void
}

function RemoveMemberForm({ member, onClose }: FormProps) {
  const trpc = useTRPC()
  const changed = useChanged(trpc.members)
  const { kind, name, role, everywhere } = member
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      onSuccess: async () => {
        onClose()
        await changed(`${name} no longer has that role.`)
      },
    }),
  )
  return (
    <DialogForm
      submit="Remove member"
      isDangerous
      mutation={remove}
      onSubmit={() => remove.mutate({ kind, name, role, everywhere })}
      onCancel={onClose}
    >
      <Text size="sm">
        The {kind} <strong>{name}</strong> immediately loses the role{' '}
        <strong>
          <RoleName name={role} />
        </strong>{' '}
        {everywhere ? 'in all spaces' : 'in this space'}. Other roles stay.
      </Text>
    </DialogForm>
  )
}
