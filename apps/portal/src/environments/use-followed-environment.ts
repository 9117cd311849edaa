import type { EnvironmentSnapshotView } from '@groundplan/api-client'
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useRef } from 'react'
import { useTRPC } from '../api/trpc.ts'
import { isDecided, isOver } from './words/environment-words.ts'

/** How soon a subscription that the server refused begins again, in milliseconds. */
const pause = 3000

/** How soon an environment is read again in which somebody is waited for, or nothing happens, in milliseconds. */
const [waitingInterval, idleInterval] = [4000, 10_000]

/**
 * An environment with the request that is in progress, kept up to date as long as the page is open, also when the server restarts: every
 * step of what is being done as it happens, and what others begin soon after.
 */
export function useFollowedEnvironment(id: string | undefined) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const query = useQuery({
    ...trpc.environments.get.queryOptions(id === undefined ? skipToken : { id }),
    refetchInterval: ({ state }) => intervalOf(state.data),
  })
  const { environment, request } = query.data ?? {}
  // Open subscriptions are limited, and an environment may be idle for months.
  const isFollowed = id !== undefined && request !== undefined && isWorking(request)
  const { error, reset } = useSubscription(
    trpc.environments.watch.subscriptionOptions(isFollowed ? { id } : skipToken, {
      onData: (next) =>
        void queryClient.setQueryData(trpc.environments.get.queryKey({ id: next.environment.id }), next),
    }),
  )
  useEffect(() => {
    if (error === null) return
    const timer = setTimeout(reset, pause)
    return () => clearTimeout(timer)
  }, [error, reset])
  const mark = environment && `${environment.state} ${request?.id} ${request?.status}`
  const before = useRef<string>(undefined)
  useEffect(() => {
    const isNews = before.current !== undefined && before.current !== mark
    before.current = mark
    if (!isNews) return
    for (const part of [trpc.environments.requests, trpc.environments.request, trpc.environments.grains])
      void queryClient.invalidateQueries(part.pathFilter())
  }, [mark, queryClient, trpc])
  return query
}

function intervalOf(snapshot: EnvironmentSnapshotView | undefined): number | false {
  if (snapshot === undefined || isOver(snapshot.environment.state)) return false
  return snapshot.request?.status === 'waiting-for-approval' ? waitingInterval : idleInterval
}

/** True while a worker makes or applies the plan. */
function isWorking(request: NonNullable<EnvironmentSnapshotView['request']>): boolean {
  return !isDecided(request) && request.status !== 'waiting-for-approval'
}
