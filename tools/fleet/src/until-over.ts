import type { ApiClient, ImportView } from '@groundplan/api-client'

/** Waits until an import is over, or for so many milliseconds, and gives it as it then is. */
export async function untilOver(
  client: ApiClient,
  number: number,
  milliseconds: number,
): Promise<ImportView> {
  const end = performance.now() + milliseconds
  for (;;) {
    const run = await client.imports.get.query({ number })
    if (run.state.status !== 'waiting' && run.state.status !== 'running') return run
    if (performance.now() > end) return run
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
