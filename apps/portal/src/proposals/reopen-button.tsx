import { Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '../api/trpc.ts'
import { ErrorState } from '../api/error-state.tsx'
import { useDecided } from './use-decided.ts'

/** Asks for a rejected blueprint again. */
export function ReopenButton({ number }: { readonly number: number }) {
  const trpc = useTRPC()
  const decided = useDecided()
  const reopen = useMutation(trpc.proposals.reopen.mutationOptions({ onSettled: decided }))
  return (
    <Stack gap="xs" align="flex-start" mt="sm">
      <Text size="sm">
        Groundplan doesn’t propose this blueprint again until someone reopens the proposal.
      </Text>
      {reopen.error !== null && <ErrorState error={reopen.error} />}
      <Button
        size="xs"
        variant="default"
        loading={reopen.isPending}
        onClick={() => reopen.mutate({ number })}
      >
        Reopen
      </Button>
    </Stack>
  )
}
