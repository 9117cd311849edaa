import type { ImportView } from '@groundplan/api-client'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { describeApiError } from '../api/api-error.ts'
import { useTRPC } from '../api/trpc.ts'
import { IconRefresh } from '../icons/icons.ts'

/** Starts an import of the same repositories and opens its page. */
export function RepeatButton({ repeated }: { readonly repeated: ImportView }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const start = useMutation(
    trpc.imports.start.mutationOptions({
      onSuccess: async ({ number }) => {
        void queryClient.invalidateQueries(trpc.imports.list.pathFilter())
        await navigate({ to: '/imports/$number', params: { number: String(number) } })
      },
      onError: (error) => {
        const { message, hint } = describeApiError(error)
        notifications.show({ color: 'red', title: message, message: hint, role: 'alert' })
      },
    }),
  )
  const { repositories, configured, includeExamples, dryRun } = repeated
  return (
    <Button
      size="xs"
      variant="default"
      loading={start.isPending}
      leftSection={<IconRefresh size={15} aria-hidden />}
      onClick={() => start.mutate({ repositories: [...repositories], configured, includeExamples, dryRun })}
    >
      Import again
    </Button>
  )
}
