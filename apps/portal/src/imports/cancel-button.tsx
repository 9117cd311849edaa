import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlayerStop } from '../icons/icons.ts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { describeApiError } from '../api/api-error.ts'
import { useTRPC } from '../api/trpc.ts'

/** Stops an import that is under way. */
export function CancelButton({ number }: { readonly number: number }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const cancel = useMutation(
    trpc.imports.cancel.mutationOptions({
      onSuccess: (stopped) => queryClient.setQueryData(trpc.imports.get.queryKey({ number }), stopped),
      onError: (error) => {
        const { message, hint } = describeApiError(error)
        notifications.show({ color: 'red', title: message, message: hint, role: 'alert' })
      },
    }),
  )
  return (
    <Button
      variant="default"
      loading={cancel.isPending}
      leftSection={<IconPlayerStop size={17} aria-hidden />}
      onClick={() => cancel.mutate({ number })}
    >
      Cancel import
    </Button>
  )
}
