import type { ApiClient } from '@groundplan/api-client'
import type { toAuditFilter } from './audit-search.ts'

export type ExportedEvent = Awaited<ReturnType<ApiClient['audit']['export']['query']>>['items'][number]

export type AuditFilter = ReturnType<typeof toAuditFilter>

export interface ReadEventsOptions {
  readonly filter: AuditFilter
  readonly signal: AbortSignal
}

/** All events that a filter selects, the oldest first, a page at a time. */
export async function* readEvents(
  { audit }: Pick<ApiClient, 'audit'>,
  { filter, signal }: ReadEventsOptions,
): AsyncGenerator<readonly ExportedEvent[], void> {
  let after = 0
  for (;;) {
    const { items } = await audit.export.query({ ...filter, after }, { signal })
    const newest = items.at(-1)
    if (newest === undefined) return
    yield items
    after = newest.sequence
  }
}
