import type { Scope } from '@groundplan/actor'
import type { CatalogState, CatalogUpdate, SyncNote } from '@groundplan/catalog'
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Database } from '../schema.ts'
import { inScope, scopeColumns, scopeKey } from '../scope-columns.ts'
import { toJson } from '../storable.ts'

export async function readState(database: Kysely<Database>, scope: Scope): Promise<CatalogState> {
  const row = await database.selectFrom('catalog_state').selectAll().where(inScope(scope)).executeTakeFirst()
  return {
    syncedCommit: row?.synced_commit ?? undefined,
    ...(row?.checked_at ? { checkedAt: row.checked_at } : {}),
    ...(row?.behind_since ? { behindSince: row.behind_since } : {}),
    ...(row?.failure ? { failure: row.failure } : {}),
  }
}

export async function noteSync(database: Kysely<Database>, scope: Scope, note: SyncNote): Promise<void> {
  const { at } = note
  const since = sql<Date>`coalesce(catalog_state.behind_since, ${at})`
  const matches = { checked_at: at, behind_since: null, failure: null }
  const behind = note.kind === 'failed' ? { failure: toJson(note.failure) } : {}
  const change = note.kind === 'matches' ? matches : { behind_since: since, ...behind }
  await database
    .insertInto('catalog_state')
    .values({ ...scopeColumns(scope), ...change, ...(note.kind === 'matches' ? {} : { behind_since: at }) })
    .onConflict((conflict) => conflict.columns(scopeKey).doUpdateSet(change))
    .execute()
}

/** Writes what the catalog reflects; false if that was not `since` any more. Others wait until this transaction is over. */
export async function moveState(
  transaction: Transaction<Database>,
  scope: Scope,
  { commit, since }: Pick<CatalogUpdate, 'commit' | 'since'>,
): Promise<boolean> {
  if (since === undefined) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('catalog_state')
      .values({ ...scopeColumns(scope), synced_commit: commit })
      .onConflict((conflict) =>
        conflict
          .columns(scopeKey)
          .doUpdateSet({ synced_commit: commit })
          .where('catalog_state.synced_commit', 'is', null),
      )
      .executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  }
  const { numUpdatedRows } = await transaction
    .updateTable('catalog_state')
    .set({ synced_commit: commit })
    .where(inScope(scope))
    .where('synced_commit', '=', since)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
