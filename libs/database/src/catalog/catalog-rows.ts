import type { CatalogEntry, CatalogSummary, VersionSummary } from '@groundplan/catalog'
import type { Selectable } from 'kysely'
import type { CatalogEntryTable, CatalogVersionTable, ScopeColumns } from '../schema.ts'

type VersionRow = Omit<Selectable<CatalogVersionTable>, 'text' | keyof ScopeColumns>

export type SummaryRow = Pick<
  Selectable<CatalogEntryTable>,
  | ('name' | 'display_name' | 'description' | 'labels' | 'retired' | 'version')
  | ('providers' | 'repositories' | 'owners' | 'sources')
> &
  Omit<VersionRow, 'blueprint'>

type EntryRow = SummaryRow & Pick<Selectable<CatalogEntryTable>, 'details'> & { readonly text: string }

export function toVersion(row: VersionRow): VersionSummary {
  const { blueprint, version, ordinal, commit, blob_id: blobId, published_at: publishedAt } = row
  return { blueprint, version, ordinal, commit, blobId, publishedAt }
}

export function toSummary(row: SummaryRow): CatalogSummary {
  const { name, description, labels, providers, repositories, owners, sources, retired } = row
  return {
    ...{ name, displayName: row.display_name, description: description ?? undefined },
    ...{ labels, providers, repositories, owners, retired, sources: sources ?? [] },
    latest: toVersion({ ...row, blueprint: name }),
  }
}

export function toEntry({ text, details, ...row }: EntryRow): CatalogEntry {
  const { sources: _, ...entry } = toSummary(row)
  return { ...entry, ...(details === null ? {} : { details }), latest: { ...entry.latest, text } }
}
