import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect } from 'react'
import { useTRPC } from '../api/trpc.ts'
import { isOver } from './environment-words.ts'

/** How soon a subscription that the server refused begins again, in milliseconds. */
const pause = 3000

/** An environment with the request that is in progress, kept up to date as long as the page is open, also when the server restarts. */
export function useFollowedEnvironment(id: string | undefined) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const query = useQuery(trpc.environments.get.queryOptions(id === undefined ? skipToken : { id }))
  const isFollowed = id !== undefined && query.data !== undefined && !isOver(query.data.environment.state)
  const runId = query.data?.run?.id
  const { error, reset } = useSubscription(
    trpc.environments.watch.subscriptionOptions(isFollowed ? { id } : skipToken, {
      onData: (next) => {
        queryClient.setQueryData(trpc.environments.get.queryKey({ id: next.environment.id }), next)
        if (next.run?.id === runId && next.request !== undefined) return
        void queryClient.invalidateQueries(trpc.environments.requests.pathFilter())
        void queryClient.invalidateQueries(trpc.environments.request.pathFilter())
        void queryClient.invalidateQueries(trpc.environments.grains.pathFilter())
      },
    }),
  )
  useEffect(() => {
    if (error === null) return
    const timer = setTimeout(reset, pause)
    return () => clearTimeout(timer)
  }, [error, reset])
  return query
}
