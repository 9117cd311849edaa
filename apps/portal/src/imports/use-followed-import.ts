import type { ImportView } from '@groundplan/api-client'
import { skipToken, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useTRPC } from '../api/trpc.ts'
import { isUnderWay } from './import-words.ts'

/** Keeps an import's query up to date for as long as it is under way. */
export function useFollowedImport(number: number | undefined, found: ImportView | undefined): void {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const isFollowed = number !== undefined && found !== undefined && isUnderWay(found.state.status)
  useSubscription(
    trpc.imports.watch.subscriptionOptions(isFollowed ? { number } : skipToken, {
      onData: (next) => {
        queryClient.setQueryData(trpc.imports.get.queryKey({ number: next.number }), next)
        if (isUnderWay(next.state.status)) return
        void queryClient.invalidateQueries(trpc.proposals.pathFilter())
        void queryClient.invalidateQueries(trpc.imports.list.pathFilter())
      },
    }),
  )
}
