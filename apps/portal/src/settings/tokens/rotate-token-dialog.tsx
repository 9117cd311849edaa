import type { ApiTokenView } from '@groundplan/api-client'
import { Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../api/trpc.ts'
import { DialogForm, FormDialog } from '../dialogs/form-dialog.tsx'
import type { DialogState } from '../dialogs/use-dialog.ts'
import { useChanged } from '../use-changed.ts'
import { TokenLifetime, usualLifetime } from './token-lifetime.tsx'
import { TokenSecret } from './token-secret.tsx'

/** Creates a second token of the same name, then shows its secret once. */
export function RotateTokenDialog({ dialog }: { readonly dialog: DialogState<ApiTokenView> }) {
  const { item, opened, close } = dialog
  return (
    <FormDialog opened={opened} onClose={close} title="Rotate this token?" size="lg">
      {item !== undefined && <RotateForm name={item.name} onClose={close} />}
    </FormDialog>
  )
}

interface FormProps {
  readonly name: string
  readonly onClose: () => void
}

function RotateForm({ name, onClose }: FormProps) {
  const trpc = useTRPC()
  const changed = useChanged(trpc.tokens)
  const [days, setDays] = useState(usualLifetime)
  const rotate = useMutation(
    trpc.tokens.rotate.mutationOptions({
      // The secret stays nowhere once the dialog is closed.
      gcTime: 0,
      onSuccess: () => void changed(`The token ${name} has a second secret. The first one stays valid.`),
    }),
  )
  if (rotate.data !== undefined)
    return <TokenSecret name={name} secret={rotate.data.secret} onClose={onClose} />
  return (
    <DialogForm
      submit="Rotate token"
      mutation={rotate}
      onSubmit={() => rotate.mutate({ name, days })}
      onCancel={onClose}
    >
      <Text size="sm">
        You get a new secret for <strong>{name}</strong> with the same permissions. The current secret stays
        valid until you revoke it, so programs keep working while you replace it.
      </Text>
      <TokenLifetime value={days} onChange={setDays} />
    </DialogForm>
  )
}
