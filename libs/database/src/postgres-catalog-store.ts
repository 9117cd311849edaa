import type {
  CatalogEntry,
  CatalogProblem,
  CatalogStore,
  CatalogSummary,
  CatalogUpdate,
  CatalogVersion,
  RecordedRepository,
} from '@groundplan/catalog'
import { sql, type Insertable, type Kysely, type Selectable, type Transaction } from 'kysely'
import type { CatalogEntryTable, CatalogStateTable, CatalogVersionTable, Database } from './schema.ts'
import { toJson, toText } from './storable.ts'

type SummaryRow = Selectable<CatalogEntryTable> &
  Omit<Selectable<CatalogVersionTable>, 'blueprint' | 'version' | 'text'>

export class PostgresCatalogStore implements CatalogStore {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async listEntries(): Promise<readonly CatalogSummary[]> {
    return (await this.#entries().orderBy('name').execute()).map(toSummary)
  }

  async findEntries(names: readonly string[]): Promise<readonly CatalogEntry[]> {
    const rows = await this.#entries()
      .select('text')
      .where('name', '=', sql<string>`any(${names})`)
      .execute()
    return rows.map(toEntry)
  }

  async findEntry(name: string): Promise<CatalogEntry | undefined> {
    return (await this.findEntries([name]))[0]
  }

  async listVersions(name: string): Promise<readonly CatalogVersion[]> {
    const rows = await this.#database
      .selectFrom('catalog_version')
      .selectAll()
      .where('blueprint', '=', name)
      .orderBy('ordinal', 'desc')
      .execute()
    return rows.map(({ blob_id, published_at, ...row }) => ({
      ...row,
      blobId: blob_id,
      publishedAt: published_at,
    }))
  }

  async listProblems(): Promise<readonly CatalogProblem[]> {
    const row = await this.#database.selectFrom('catalog_state').select('problems').executeTakeFirst()
    return row?.problems ?? []
  }

  async findSyncedCommit(): Promise<string | undefined> {
    return (await this.#database.selectFrom('catalog_state').select('synced_commit').executeTakeFirst())
      ?.synced_commit
  }

  async findRepository(): Promise<RecordedRepository | undefined> {
    const repository = await this.#database
      .selectFrom('blueprint_repository')
      .select('root_commit')
      .executeTakeFirst()
    const syncedCommit = await this.findSyncedCommit()
    if (repository === undefined && syncedCommit === undefined) return undefined
    return { rootCommit: repository?.root_commit, syncedCommit }
  }

  async recordRepository(rootCommit: string): Promise<RecordedRepository> {
    await this.#database
      .insertInto('blueprint_repository')
      .values({ id: 1, root_commit: rootCommit })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return (await this.findRepository()) ?? { rootCommit, syncedCommit: undefined }
  }

  async adoptRepository(rootCommit: string): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('blueprint_repository')
        .values({ id: 1, root_commit: rootCommit })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ root_commit: rootCommit }))
        .execute()
      await transaction.deleteFrom('catalog_state').execute()
      // Otherwise imports would leave repositories alone in which nothing was pushed since.
      await transaction.deleteFrom('scanned_repository').execute()
    })
  }

  async apply({ commit, since, published, retired, problems }: CatalogUpdate): Promise<boolean> {
    return this.#database.transaction().execute(async (transaction) => {
      const state = { synced_commit: commit, problems: toJson(problems) }
      if (!(await moveState(transaction, since, state))) return false
      for (const { latest, ...entry } of published) {
        const row = {
          display_name: toText(entry.displayName),
          description: entry.description === undefined ? null : toText(entry.description),
          labels: toJson(entry.labels),
          retired: false,
          version: latest.version,
        }
        await transaction
          .insertInto('catalog_entry')
          .values({ name: entry.name, ...row })
          .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
          .execute()
        const { blueprint, version, ordinal, text } = latest
        await transaction
          .insertInto('catalog_version')
          .values({
            blueprint,
            version,
            ordinal,
            commit: latest.commit,
            blob_id: latest.blobId,
            text: toText(text),
            published_at: latest.publishedAt,
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
      if (retired.length > 0) {
        await transaction
          .updateTable('catalog_entry')
          .set({ retired: true })
          .where('name', 'in', retired)
          .execute()
      }
      return true
    })
  }

  #entries() {
    return this.#database
      .selectFrom('catalog_entry')
      .innerJoin('catalog_version', (join) =>
        join.onRef('blueprint', '=', 'name').onRef('catalog_version.version', '=', 'catalog_entry.version'),
      )
      .selectAll('catalog_entry')
      .select(['ordinal', 'commit', 'blob_id', 'published_at'])
  }
}

/** Writes what the catalog reflects; false if that was not `since` any more. Others wait until this transaction is over. */
async function moveState(
  transaction: Transaction<Database>,
  since: string | undefined,
  state: Pick<Insertable<CatalogStateTable>, 'synced_commit' | 'problems'>,
): Promise<boolean> {
  if (since === undefined) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('catalog_state')
      .values({ id: 1, ...state })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  }
  const { numUpdatedRows } = await transaction
    .updateTable('catalog_state')
    .set(state)
    .where('synced_commit', '=', since)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

function toEntry({ text, ...row }: SummaryRow & { readonly text: string }): CatalogEntry {
  const entry = toSummary(row)
  return { ...entry, latest: { ...entry.latest, text } }
}

function toSummary({
  name,
  display_name,
  description,
  labels,
  retired,
  version,
  ...row
}: SummaryRow): CatalogSummary {
  const { ordinal, commit, blob_id: blobId, published_at: publishedAt } = row
  const latest = { blueprint: name, version, ordinal, commit, blobId, publishedAt }
  return { name, displayName: display_name, description: description ?? undefined, labels, retired, latest }
}
