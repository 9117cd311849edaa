import {
  descriptionForm,
  type CatalogEntry,
  type CatalogProblem,
  type CatalogStore,
  type CatalogSummary,
  type CatalogUpdate,
  type OutdatedContent,
  type RecordedRepository,
  type SyncNote,
} from '@groundplan/catalog'
import { sql } from 'kysely'
import { inScope, scopeColumns, scopeKey } from '../scope-columns.ts'
import { toJson } from '../storable.ts'
import { changeMark } from './catalog-mark.ts'
import { toEntry, toSummary } from './catalog-rows.ts'
import { moveState, noteSync } from './catalog-state.ts'
import { PostgresCatalogReader } from './postgres-catalog-reader.ts'
import { describeEntries, publishEntries } from './write-entries.ts'

export class PostgresCatalogStore extends PostgresCatalogReader implements CatalogStore {
  async listEntries(): Promise<readonly CatalogSummary[]> {
    return (
      await this.entries()
        .orderBy(sql`name collate "C"`)
        .execute()
    ).map(toSummary)
  }

  async findEntries(names: readonly string[]): Promise<readonly CatalogEntry[]> {
    const rows = await this.entries()
      .select(['text', 'details'])
      .where('name', '=', sql<string>`any(${names})`)
      .execute()
    return rows.map(toEntry)
  }

  async findEntry(name: string): Promise<CatalogEntry | undefined> {
    return (await this.findEntries([name]))[0]
  }

  findProblems(paths: readonly string[]): Promise<readonly CatalogProblem[]> {
    return this.problems()
      .where('path', '=', sql<string>`any(${paths})`)
      .execute()
  }

  async findSyncedCommit(): Promise<string | undefined> {
    return (await this.readState()).syncedCommit
  }

  async noteSync(note: SyncNote): Promise<void> {
    await noteSync(this.database, this.scope, note).finally(() => this.recent.forget())
  }

  async findRepository(): Promise<RecordedRepository | undefined> {
    const repository = await this.database
      .selectFrom('blueprint_repository')
      .select('root_commit')
      .where(inScope(this.scope))
      .executeTakeFirst()
    const syncedCommit = await this.findSyncedCommit()
    if (repository === undefined && syncedCommit === undefined) return undefined
    return { rootCommit: repository?.root_commit, syncedCommit }
  }

  async recordRepository(rootCommit: string): Promise<RecordedRepository> {
    await this.database
      .insertInto('blueprint_repository')
      .values({ ...scopeColumns(this.scope), root_commit: rootCommit })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return (await this.findRepository()) ?? { rootCommit, syncedCommit: undefined }
  }

  async adoptRepository(rootCommit: string): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('blueprint_repository')
        .values({ ...scopeColumns(this.scope), root_commit: rootCommit })
        .onConflict((conflict) => conflict.columns(scopeKey).doUpdateSet({ root_commit: rootCommit }))
        .execute()
      await transaction.deleteFrom('catalog_state').where(inScope(this.scope)).execute()
      await transaction.deleteFrom('catalog_problem').where(inScope(this.scope)).execute()
      // Otherwise imports would leave repositories alone in which nothing was pushed since.
      await transaction.deleteFrom('scanned_repository').where(inScope(this.scope)).execute()
      await transaction.deleteFrom('registered_repository').where(inScope(this.scope)).execute()
    })
    this.recent.forget()
  }

  apply(update: CatalogUpdate): Promise<boolean> {
    const applying = this.database.transaction().execute(async (transaction) => {
      if (!(await moveState(transaction, this.scope, update))) return false
      const { published, retired, checked, problems, checkedBy } = update
      await publishEntries(transaction, this.scope, published)
      if (retired.length > 0) {
        await transaction
          .updateTable('catalog_entry')
          .set({ retired: true })
          .where(inScope(this.scope))
          .where('name', '=', sql<string>`any(${retired})`)
          .execute()
      }
      await transaction
        .deleteFrom('catalog_problem')
        .where(inScope(this.scope))
        .where('path', '=', sql<string>`any(${checked})`)
        .execute()
      for (const { path, blobId, diagnostics } of problems) {
        await transaction
          .insertInto('catalog_problem')
          .values({
            ...scopeColumns(this.scope),
            ...{ path, blob_id: blobId, diagnostics: toJson(diagnostics), checked_by: checkedBy },
          })
          .execute()
      }
      await changeMark(transaction, this.scope)
      return true
    })
    return applying.finally(() => this.recent.forget())
  }

  async findOutdated(version: string): Promise<OutdatedContent> {
    const entries = await this.database
      .selectFrom('catalog_entry')
      .select('name')
      .where(inScope(this.scope))
      .where('description_form', '!=', descriptionForm)
      .execute()
    const problems = await this.database
      .selectFrom('catalog_problem')
      .select('path')
      .where(inScope(this.scope))
      .where('checked_by', '!=', version)
      .execute()
    return { names: entries.map(({ name }) => name), problemPaths: problems.map(({ path }) => path) }
  }

  async describeAgain(entries: readonly CatalogEntry[]): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      await describeEntries(transaction, this.scope, entries)
      await changeMark(transaction, this.scope)
    })
  }
}
