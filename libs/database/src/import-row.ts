import type { EventFacts } from '@groundplan/events'
import type { ImportRequest, ListedImport, ModuleCounts } from '@groundplan/importer'
import { sql } from 'kysely'

/** How many repositories of its report failed. */
export const failedRepositories = sql<number>`jsonb_array_length(
  jsonb_path_query_array(state, '$.report.repositories[*] ? (@.status == "failed")'))`

/** How many side steps its report says were not done. */
export const problemCount = sql<number>`coalesce(jsonb_array_length(state #> '{report,problems}'), 0)`

/** As JSON has it: with times as texts. */
export type StoredState = Readonly<Record<string, unknown>>

interface ImportFactsRow {
  readonly number: number
  readonly request: ImportRequest
  readonly started_at: Date
}

interface ListedImportRow extends ImportFactsRow {
  readonly state: StoredState
  readonly counts: ModuleCounts | null
  readonly failedRepositories: number
  readonly problems: number
}

export function toListedImport({
  counts,
  failedRepositories: failed,
  problems,
  ...row
}: ListedImportRow): ListedImport {
  return {
    ...toFacts(row),
    state: toState(row.state) as ListedImport['state'],
    ...(counts === null ? {} : { counts, failedRepositories: failed, problems }),
  }
}

export function toFacts({ number, request, started_at: startedAt }: ImportFactsRow) {
  return { number, request, startedAt }
}

export function toState(state: StoredState): StoredState {
  return 'at' in state ? { ...state, at: new Date(String(state['at'])) } : state
}

/** What events about an import are about. */
export function subjectOf(number: number) {
  return { kind: 'import', id: String(number) } as const
}

const longestAddresses = 1000

/** What an event says of a request. */
export function toEventFacts({ repositories, configured, dryRun }: ImportRequest): EventFacts {
  const addresses = repositories.map(({ address, ref }) =>
    ref === undefined ? address : `${address}#${ref}`,
  )
  return {
    repositories: addresses.join(' ').slice(0, longestAddresses),
    ...{ configured: configured === true, dryRun: dryRun === true },
  }
}
