import type { ApiTokenView } from '@groundplan/api-client'
import { Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '../../api/trpc.ts'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { DialogForm, FormDialog } from '../dialogs/form-dialog.tsx'
import type { DialogState } from '../dialogs/use-dialog.ts'
import { useChanged } from '../use-changed.ts'

/** Ends a token, once that is confirmed. */
export function RevokeTokenDialog({ dialog }: { readonly dialog: DialogState<ApiTokenView> }) {
  const { item, opened, close } = dialog
  return (
    <FormDialog opened={opened} onClose={close} title="Revoke this token?">
      {item !== undefined && <RevokeForm token={item} onClose={close} />}
    </FormDialog>
  )
}

interface FormProps {
  readonly token: ApiTokenView
  readonly onClose: () => void
}

function RevokeForm({ token: { id, name, lastUsedAt }, onClose }: FormProps) {
  const trpc = useTRPC()
  const changed = useChanged(trpc.tokens)
  const revoke = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onSuccess: async () => {
        onClose()
        await changed(`The token ${name} is revoked.`)
      },
    }),
  )
  return (
    <DialogForm
      submit="Revoke token"
      isDangerous
      mutation={revoke}
      onSubmit={() => revoke.mutate({ id })}
      onCancel={onClose}
    >
      <Text size="sm">
        Programs that use <strong>{name}</strong> are refused immediately. This can’t be undone.{' '}
        {lastUsedAt === undefined ? (
          'The token was never used.'
        ) : (
          <>
            It was last used <RelativeTime time={lastUsedAt} />.
          </>
        )}
      </Text>
    </DialogForm>
  )
}
