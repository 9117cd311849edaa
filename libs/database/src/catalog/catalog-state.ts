import type { CatalogState, CatalogUpdate, SyncNote } from '@groundplan/catalog'
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Database } from '../schema.ts'
import { toJson } from '../storable.ts'

export async function readState(database: Kysely<Database>): Promise<CatalogState> {
  const row = await database.selectFrom('catalog_state').selectAll().executeTakeFirst()
  return {
    syncedCommit: row?.synced_commit ?? undefined,
    ...(row?.checked_at ? { checkedAt: row.checked_at } : {}),
    ...(row?.behind_since ? { behindSince: row.behind_since } : {}),
    ...(row?.failure ? { failure: row.failure } : {}),
  }
}

export async function noteSync(database: Kysely<Database>, note: SyncNote): Promise<void> {
  const { at } = note
  const since = sql<Date>`coalesce(catalog_state.behind_since, ${at})`
  const matches = { checked_at: at, behind_since: null, failure: null }
  const behind = note.kind === 'failed' ? { failure: toJson(note.failure) } : {}
  const change = note.kind === 'matches' ? matches : { behind_since: since, ...behind }
  await database
    .insertInto('catalog_state')
    .values({ id: 1, ...change, ...(note.kind === 'matches' ? {} : { behind_since: at }) })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(change))
    .execute()
}

/** Writes what the catalog reflects; false if that was not `since` any more. Others wait until this transaction is over. */
export async function moveState(
  transaction: Transaction<Database>,
  { commit, since }: Pick<CatalogUpdate, 'commit' | 'since'>,
): Promise<boolean> {
  if (since === undefined) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('catalog_state')
      .values({ id: 1, synced_commit: commit })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet({ synced_commit: commit })
          .where('catalog_state.synced_commit', 'is', null),
      )
      .executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  }
  const { numUpdatedRows } = await transaction
    .updateTable('catalog_state')
    .set({ synced_commit: commit })
    .where('synced_commit', '=', since)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
