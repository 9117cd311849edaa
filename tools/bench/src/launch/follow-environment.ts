import type { ApiClient } from '@groundplan/api-client'

/** Launches an environment and waits until it is active. Throws if it does not become so. */
export async function launchAndWait(
  client: ApiClient,
  name: string,
): Promise<{ readonly id: string; readonly milliseconds: number }> {
  const start = performance.now()
  const { environment } = await client.environments.launch.mutate({
    ...{ name, blueprint: { name: 'names' }, inputs: { name } },
  })
  const state = await untilSettled(client, environment.id)
  if (state !== 'active') {
    const { failure } = (await client.environments.get.query({ id: environment.id })).environment
    throw new Error(`${name} is ${state}: ${failure?.message}`)
  }
  return { id: environment.id, milliseconds: performance.now() - start }
}

/** The state of an environment once no request is in progress, as who watches it sees it. */
export async function untilSettled(client: ApiClient, id: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { unsubscribe } = client.environments.watch.subscribe(
      { id },
      {
        onData: ({ environment, request }) => {
          if (request !== undefined) return
          resolve(environment.state)
          unsubscribe()
        },
        onError: reject,
        onComplete: () => {
          client.environments.get.query({ id }).then(({ environment }) => resolve(environment.state), reject)
        },
      },
    )
  })
}
