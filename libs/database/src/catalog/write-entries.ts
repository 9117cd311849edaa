import type { Scope } from '@groundplan/actor'
import { descriptionForm, searchDocumentOf, searchNameOf, type CatalogEntry } from '@groundplan/catalog'
import { sql, type Insertable, type Kysely } from 'kysely'
import type { CatalogEntryTable, Database, ScopeColumns } from '../schema.ts'
import { inScope, scopeColumns, scopeKey } from '../scope-columns.ts'
import { toJson, toText } from '../storable.ts'
import { toFacets } from './facet-values.ts'
import { printDocument } from './search-texts.ts'
import { saveWords } from './catalog-words.ts'

/** How many rows one statement writes. */
const rowsAtOnce = 200

/** Writes entries and their latest versions, in place of what is there of the entries; versions that are there stay. */
export async function publishEntries(
  database: Kysely<Database>,
  scope: Scope,
  entries: readonly CatalogEntry[],
): Promise<void> {
  for (const some of portionsOf(entries)) {
    await database
      .insertInto('catalog_entry')
      .values(
        some.map((entry) => ({
          ...scopeColumns(scope),
          ...{ name: entry.name, retired: false, version: entry.latest.version },
          ...toDescription(entry),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns([...scopeKey, 'name']).doUpdateSet(({ ref }) => ({
          retired: false,
          version: ref('excluded.version'),
          display_name: ref('excluded.display_name'),
          description: ref('excluded.description'),
          labels: ref('excluded.labels'),
          providers: ref('excluded.providers'),
          repositories: ref('excluded.repositories'),
          owners: ref('excluded.owners'),
          details: ref('excluded.details'),
          facets: ref('excluded.facets'),
          search_name: ref('excluded.search_name'),
          document: ref('excluded.document'),
          description_form: ref('excluded.description_form'),
        })),
      )
      .execute()
    await database
      .insertInto('catalog_version')
      .values(
        some.map(({ latest }) => ({
          ...scopeColumns(scope),
          ...{ blueprint: latest.blueprint, version: latest.version, ordinal: latest.ordinal },
          ...{ commit: latest.commit, blob_id: latest.blobId, published_at: latest.publishedAt },
          text: toText(latest.text),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await saveWords(database, scope, wordsIn(some))
  }
}

/** Writes what is said of entries; those that are not there stay away. */
export async function describeEntries(
  database: Kysely<Database>,
  scope: Scope,
  entries: readonly CatalogEntry[],
): Promise<void> {
  for (const entry of entries) {
    await database
      .updateTable('catalog_entry')
      .set(toDescription(entry))
      .where(inScope(scope))
      .where('name', '=', entry.name)
      .execute()
  }
  await saveWords(database, scope, wordsIn(entries))
}

function toDescription(
  entry: CatalogEntry,
): Omit<Insertable<CatalogEntryTable>, 'name' | 'retired' | 'version' | keyof ScopeColumns> {
  return {
    display_name: toText(entry.displayName),
    description: entry.description === undefined ? null : toText(entry.description),
    labels: toJson(entry.labels),
    providers: entry.providers.map(toText),
    repositories: entry.repositories.map(toText),
    owners: entry.owners.map(toText),
    details: entry.details === undefined ? null : toJson(entry.details),
    facets: toFacets(entry),
    search_name: searchNameOf(entry.name),
    document: sql<string>`${printDocument(searchDocumentOf(entry))}::tsvector`,
    description_form: descriptionForm,
  }
}

function wordsIn(entries: readonly CatalogEntry[]): readonly string[] {
  return entries.flatMap((entry) => [...searchDocumentOf(entry).keys()])
}

function* portionsOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += rowsAtOnce) yield items.slice(start, start + rowsAtOnce)
}
