import type { SecretView } from '@groundplan/api-client'
import { Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '../../api/trpc.ts'
import { DialogForm, FormDialog } from '../dialogs/form-dialog.tsx'
import type { DialogState } from '../dialogs/use-dialog.ts'
import { useChanged } from '../use-changed.ts'

/** Removes a secret, once that is confirmed. */
export function RemoveSecretDialog({ dialog }: { readonly dialog: DialogState<SecretView> }) {
  const { item, opened, close } = dialog
  return (
    <FormDialog opened={opened} onClose={close} title="Remove this secret?">
      {item !== undefined && <RemoveForm name={item.name} onClose={close} />}
    </FormDialog>
  )
}

function RemoveForm({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const trpc = useTRPC()
  const changed = useChanged(trpc.secrets)
  const remove = useMutation(
    trpc.secrets.remove.mutationOptions({
      onSuccess: async () => {
        onClose()
        await changed(`The secret ${name} is removed.`)
      },
    }),
  )
  return (
    <DialogForm
      submit="Remove secret"
      isDangerous
      mutation={remove}
      onSubmit={() => remove.mutate({ name })}
      onCancel={onClose}
    >
      <Text size="sm">
        Whatever refers to <strong>{name}</strong> stops working. Its value can’t be brought back.
      </Text>
    </DialogForm>
  )
}
