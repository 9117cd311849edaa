import { createApiClient, createEventSource, type ApiClient } from '@groundplan/api-client'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { currentSpace } from '../session/space.ts'
import { describeApiError, isWorthRetrying } from './api-error.ts'
import { TRPCProvider } from './trpc.ts'
import { visibleAnswer, visibleAround } from './visible-answer.ts'

/** Gives the pages below it the server that they came from. */
export function ApiProvider({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(createQueryClient)
  const [trpcClient] = useState(createClient)
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}

function createClient(): ApiClient {
  const EventSource = createEventSource({ space: currentSpace })
  return createApiClient({ url: window.location.origin, space: currentSpace, EventSource })
}

// Names, paths and descriptions come from other people's repositories.
function createQueryClient(): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      // The session has ended: whoever looks is shown how to sign in.
      onError: (error) => {
        if (describeApiError(error).kind === 'signed-out')
          void client.invalidateQueries({ queryKey: ['session'], exact: true })
      },
    }),
    defaultOptions: {
      queries: {
        select: visibleAnswer,
        staleTime: 10_000,
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      },
      mutations: { networkMode: 'always' },
    },
  })
  client.setQueryDefaults([['catalog', 'get']], { select: visibleAround })
  client.setQueryDefaults([['proposals', 'get']], { select: visibleAround })
  // The form makes its own words visible, and sends back the rest.
  client.setQueryDefaults([['catalog', 'form']], { select: (form) => form })
  return client
}
