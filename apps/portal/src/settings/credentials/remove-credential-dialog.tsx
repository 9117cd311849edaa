import type { CredentialView } from '@groundplan/api-client'
import { Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '../../api/trpc.ts'
import { DialogForm, FormDialog } from '../dialogs/form-dialog.tsx'
import type { DialogState } from '../dialogs/use-dialog.ts'
import { useChanged } from '../use-changed.ts'

/** Removes a credential, once that is confirmed. */
export function RemoveCredentialDialog({ dialog }: { readonly dialog: DialogState<CredentialView> }) {
  const { item, opened, close } = dialog
  return (
    <FormDialog opened={opened} onClose={close} title="Remove this credential?">
      {item !== undefined && <RemoveForm name={item.name} onClose={close} />}
    </FormDialog>
  )
}

function RemoveForm({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const trpc = useTRPC()
  const changed = useChanged(trpc.credentials)
  const remove = useMutation(
    trpc.credentials.remove.mutationOptions({
      onSuccess: async () => {
        onClose()
        await changed(`The credential ${name} is removed.`)
      },
    }),
  )
  return (
    <DialogForm
      submit="Remove credential"
      isDangerous
      mutation={remove}
      onSubmit={() => remove.mutate({ name })}
      onCancel={onClose}
    >
      <Text size="sm">
        Runs can no longer sign in with <strong>{name}</strong>. Nothing changes in the AWS account itself.
      </Text>
    </DialogForm>
  )
}
