import type { ApiClient } from '@groundplan/api-client'
import type { FilterOptions } from './filter-options.ts'

export type ExportedEvent = Awaited<ReturnType<ApiClient['audit']['export']['query']>>['items'][number]

/** All events after one, the oldest first, a page at a time. */
export async function* readPages(
  { audit }: ApiClient,
  {
    after,
    filter = {},
    signal,
  }: { readonly after: number; readonly filter?: FilterOptions; readonly signal: AbortSignal },
): AsyncGenerator<readonly ExportedEvent[], void> {
  let last = after
  for (;;) {
    const { items } = await audit.export.query({ ...filter, after: last }, { signal })
    const newest = items.at(-1)
    if (newest === undefined) return
    yield items
    last = newest.sequence
  }
}
