import type { Scope } from '@groundplan/actor'
import type { LaunchRecord, LaunchStore, ModuleRevision } from '@groundplan/importer'
import { sql, type Kysely } from 'kysely'
import type { Database } from './schema.ts'
import { inScope, scopeColumns, scopeKey } from './scope-columns.ts'
import { toJson, toText } from './storable.ts'

/** Rows of one statement, whose parameters PostgreSQL counts with 16 bits. */
const batchSize = 1000

export class PostgresLaunchStore implements LaunchStore {
  readonly #database: Kysely<Database>
  readonly #scope: Scope

  constructor(database: Kysely<Database>, scope: Scope) {
    this.#database = database
    this.#scope = scope
  }

  async save(records: readonly LaunchRecord[]): Promise<void> {
    const rows = records.map(({ path, commit, verdict, reasons }) => ({
      ...{ path: toText(path), commit, verdict, reasons: toJson(reasons) },
      ...scopeColumns(this.#scope),
    }))
    for (let start = 0; start < rows.length; start += batchSize) {
      await this.#database
        .insertInto('module_launch')
        .values(rows.slice(start, start + batchSize))
        .onConflict((conflict) =>
          conflict
            .columns(['commit', 'path', ...scopeKey])
            .doUpdateSet(({ ref }) => ({
              verdict: ref('excluded.verdict'),
              reasons: sql<string>`excluded.reasons`,
            }))
            // Most imports find what is known.
            .where(
              sql<boolean>`(module_launch.verdict, module_launch.reasons) is distinct from (excluded.verdict, excluded.reasons)`,
            ),
        )
        .execute()
    }
  }

  find(revisions: readonly ModuleRevision[]): Promise<readonly LaunchRecord[]> {
    const wanted = JSON.stringify(revisions.map(({ path, commit }) => [toText(path), commit]))
    return this.#database
      .selectFrom('module_launch')
      .select(['path', 'commit', 'verdict', 'reasons'])
      .where(inScope(this.#scope))
      .where(
        sql<boolean>`(commit, path) in (select item->>1, item->>0 from jsonb_array_elements(${wanted}::jsonb) as item)`,
      )
      .execute()
  }
}
