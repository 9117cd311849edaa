import { visibleText } from '@groundplan/errors'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTRPC, useTRPCClient } from '../../api/trpc.ts'

/** One line of a run's log, as it is shown. */
export interface ShownLine {
  readonly position: number
  readonly at: string
  readonly grain: string | undefined
  readonly text: string
}

/** How soon the log of a run that is under way is read again, in milliseconds. */
const interval = 1000

/** The whole log of a request's run so far. While the run is under way what comes is added. */
export function useRunLog(requestId: string, isActive: boolean) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const queryKey = [...trpc.environments.log.queryKey({ requestId }), 'lines']
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const lines = [...(queryClient.getQueryData<readonly ShownLine[]>(queryKey) ?? [])]
      for (;;) {
        const after = lines.at(-1)?.position
        const input = { requestId, limit: 1000, ...(after === undefined ? {} : { after }) }
        const { items, nextCursor } = await client.environments.log.query(input, { signal })
        for (const { position, at, grain, text } of items)
          lines.push({ position, at, grain, text: visibleText(text, { lines: false }) })
        if (nextCursor === undefined) return lines
      }
    },
    // It can be long, and its lines are made visible one by one.
    select: (lines) => lines,
    structuralSharing: false,
    staleTime: 0,
    refetchInterval: isActive ? interval : false,
  })
  const { refetch } = query
  const wasActive = useRef(isActive)
  useEffect(() => {
    // What came after the last look.
    if (wasActive.current && !isActive) void refetch()
    wasActive.current = isActive
  }, [isActive, refetch])
  return query
}
