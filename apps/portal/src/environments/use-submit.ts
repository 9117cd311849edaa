import type { ApiClient, EnvironmentRequestView, EnvironmentView } from '@groundplan/api-client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '../api/trpc.ts'

/** What a request was answered with. */
export interface Submitted {
  readonly environment: EnvironmentView
  readonly request: EnvironmentRequestView
}

/** Makes a request with the part of the API that is about environments. */
export type Submit = (environments: ApiClient['environments']) => Promise<Submitted>

/** A policy said no: for people as if the server had refused it. */
class DeniedError extends Error {
  readonly data = { code: 'FORBIDDEN', hint: 'The policies of this space deny it.' }
}

/**
 * Sends one request about an environment, and reads again what it may have changed. A request that a policy denies is an error with the
 * policy's reasons, unless `onDenied` takes it.
 */
export function useSubmit(onDone: (answer: Submitted) => void, onDenied?: (answer: Submitted) => void) {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (submit: Submit) => {
      const answer = await submit(client.environments)
      void queryClient.invalidateQueries(trpc.environments.pathFilter())
      if (answer.request.status === 'denied' && onDenied === undefined)
        throw new DeniedError(answer.request.failure?.message ?? 'It is denied.')
      return answer
    },
    onSuccess: (answer) =>
      answer.request.status === 'denied' && onDenied !== undefined ? onDenied(answer) : onDone(answer),
  })
}
