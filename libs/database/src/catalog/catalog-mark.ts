import type { Scope } from '@groundplan/actor'
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Database } from '../schema.ts'
import { scopeColumns, scopeKey } from '../scope-columns.ts'

/**
 * A text that is another one after every change of what lists of the catalog show: of its entries, and of what is published to a space
 * if one is given.
 */
export async function readMark(
  database: Kysely<Database>,
  scope: Scope,
  publishedTo: string | undefined,
): Promise<string> {
  const spaces = publishedTo === undefined ? [scope.spaceId] : [scope.spaceId, publishedTo]
  const { rows } = await sql<{ readonly mark: string | null }>`
    select string_agg(mark::text, ' ' order by space_id) as mark from catalog_mark
    where space_id = any(${spaces}) and blueprint_repository_id = ${scope.blueprintRepositoryId}`.execute(
    database,
  )
  return rows[0]?.mark ?? ''
}

/**
 * Says that lists have changed. Comes last in a transaction: others that change them wait until it is over, and must not wait for rows
 * that they have changed themselves.
 */
export async function changeMark(transaction: Transaction<Database>, scope: Scope): Promise<void> {
  const mark = sql<string>`gen_random_uuid()`
  await transaction
    .insertInto('catalog_mark')
    .values({ ...scopeColumns(scope), mark })
    .onConflict((conflict) => conflict.columns(scopeKey).doUpdateSet({ mark }))
    .execute()
}
