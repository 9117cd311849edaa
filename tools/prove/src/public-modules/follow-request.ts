import type { ApiClient } from '@groundplan/api-client'

type Answer = Awaited<ReturnType<ApiClient['environments']['request']['query']>>

/** How long one request may be under way, in milliseconds, on a machine that is busy. */
const patience = 1_200_000

/** Waits until a request is over or waits for an answer. Throws if it takes too long. */
export async function followRequest(client: ApiClient, requestId: string): Promise<Answer> {
  const since = performance.now()
  for (;;) {
    const answer = await client.environments.request.query({ requestId })
    if (answer.request.status !== 'planning' && answer.request.status !== 'running') return answer
    if (performance.now() - since > patience)
      throw new Error(`the request is still ${answer.request.status} after ${patience / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
