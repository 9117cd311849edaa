import { useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../api/trpc.ts'

/** What to do after a decision, or after one that failed: everything that it may have changed is asked for again. */
export function useDecided(): () => Promise<void> {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries(trpc.proposals.pathFilter()),
      queryClient.invalidateQueries(trpc.catalog.pathFilter()),
    ])
  }
}
