import type { Scope } from '@groundplan/actor'
import {
  descriptionForm,
  type CatalogDetails,
  type CatalogEntry,
  type CatalogFacets,
  type CatalogFilter,
  type CatalogPosition,
  type CatalogProblem,
  type CatalogState,
  type CatalogStore,
  type CatalogSummary,
  type CatalogUpdate,
  type CatalogVersion,
  type EntryWithVersions,
  type OutdatedContent,
  type RecordedRepository,
  type SyncNote,
} from '@groundplan/catalog'
import { mapPage, toPage, type Page, type PageRequest } from '@groundplan/proposal'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { inScope, scopeColumns, scopeKey } from '../scope-columns.ts'
import { toJson } from '../storable.ts'
import { toEntry, toSummary, toVersion } from './catalog-rows.ts'
import { moveState, noteSync, readState } from './catalog-state.ts'
import { RecentState } from './recent-state.ts'
import { countEntries, countFacets } from './count-entries.ts'
import { findPage } from './find-page.ts'
import { describeEntries, publishEntries } from './write-entries.ts'

export class PostgresCatalogStore implements CatalogStore {
  readonly #database: Kysely<Database>
  readonly #scope: Scope
  readonly #recent: RecentState

  constructor(database: Kysely<Database>, scope: Scope) {
    this.#database = database
    this.#scope = scope
    this.#recent = new RecentState(() => readState(database, scope))
  }

  async list(
    filter: CatalogFilter,
    request: PageRequest<CatalogPosition>,
  ): Promise<Page<CatalogSummary, CatalogPosition>> {
    return mapPage(
      await findPage({ database: this.#database, scope: this.#scope, filter }, request),
      toSummary,
    )
  }

  count(filter: CatalogFilter): Promise<number> {
    return countEntries(this.#database, this.#scope, filter)
  }

  facets(filter: CatalogFilter): Promise<CatalogFacets> {
    return countFacets(this.#database, this.#scope, filter)
  }

  async listEntries(): Promise<readonly CatalogSummary[]> {
    return (
      await this.#entries()
        .orderBy(sql`name collate "C"`)
        .execute()
    ).map(toSummary)
  }

  async findEntries(names: readonly string[]): Promise<readonly CatalogEntry[]> {
    const rows = await this.#entries()
      .select(['text', 'details'])
      .where('name', '=', sql<string>`any(${names})`)
      .execute()
    return rows.map(toEntry)
  }

  async findSources(names: readonly string[]): Promise<ReadonlyMap<string, CatalogDetails['sources']>> {
    const rows = await this.#database
      .selectFrom('catalog_entry')
      .select(['name', sql<CatalogDetails['sources'] | null>`details->'sources'`.as('sources')])
      .where(inScope(this.#scope))
      .where('name', '=', sql<string>`any(${names})`)
      .execute()
    return new Map(rows.flatMap(({ name, sources }) => (sources === null ? [] : [[name, sources] as const])))
  }

  async findEntry(name: string): Promise<CatalogEntry | undefined> {
    return (await this.findEntries([name]))[0]
  }

  async findWithVersions(name: string): Promise<EntryWithVersions | undefined> {
    const versions = sql<readonly string[]>`(
      select json_agg(version order by ordinal desc) from catalog_version
      where ${inScope(this.#scope, 'catalog_version')} and blueprint = ${name})`
    const row = await this.#entries()
      .select(['text', 'details', versions.as('versions')])
      .where('name', '=', name)
      .executeTakeFirst()
    return row && { entry: toEntry(row), versions: row.versions }
  }

  async findVersion(name: string, version: string): Promise<CatalogVersion | undefined> {
    const row = await this.#database
      .selectFrom('catalog_version')
      .selectAll()
      .where(inScope(this.#scope))
      .where('blueprint', '=', name)
      .where('version', '=', version)
      .executeTakeFirst()
    return row && { ...toVersion(row), text: row.text }
  }

  async readVersions(
    name: string,
    { limit, after }: PageRequest<number>,
  ): Promise<Page<CatalogVersion, number>> {
    let query = this.#database
      .selectFrom('catalog_version')
      .selectAll()
      .where(inScope(this.#scope))
      .where('blueprint', '=', name)
      .orderBy('ordinal', 'desc')
      .limit(limit + 1)
    if (after !== undefined) query = query.where('ordinal', '<', after)
    const page = toPage(await query.execute(), limit, ({ ordinal }) => ordinal)
    return mapPage(page, (row) => ({ ...toVersion(row), text: row.text }))
  }

  async listProblems({ limit, after }: PageRequest<string>): Promise<Page<CatalogProblem, string>> {
    let query = this.#problems()
      .orderBy(sql`path collate "C"`)
      .limit(limit + 1)
    if (after !== undefined) query = query.where(sql<boolean>`path collate "C" > ${after}`)
    return toPage(await query.execute(), limit, ({ path }) => path)
  }

  async countProblems(): Promise<number> {
    const { count } = await this.#database
      .selectFrom('catalog_problem')
      .select(sql<number>`count(*)::int`.as('count'))
      .where(inScope(this.#scope))
      .executeTakeFirstOrThrow()
    return count
  }

  findProblems(paths: readonly string[]): Promise<readonly CatalogProblem[]> {
    return this.#problems()
      .where('path', '=', sql<string>`any(${paths})`)
      .execute()
  }

  async findSyncedCommit(): Promise<string | undefined> {
    return (await this.readState()).syncedCommit
  }

  readState(): Promise<CatalogState> {
    return readState(this.#database, this.#scope)
  }

  readRecentState(): Promise<CatalogState> {
    return this.#recent.read()
  }

  async noteSync(note: SyncNote): Promise<void> {
    await noteSync(this.#database, this.#scope, note).finally(() => this.#recent.forget())
  }

  async findRepository(): Promise<RecordedRepository | undefined> {
    const repository = await this.#database
      .selectFrom('blueprint_repository')
      .select('root_commit')
      .where(inScope(this.#scope))
      .executeTakeFirst()
    const syncedCommit = await this.findSyncedCommit()
    if (repository === undefined && syncedCommit === undefined) return undefined
    return { rootCommit: repository?.root_commit, syncedCommit }
  }

  async recordRepository(rootCommit: string): Promise<RecordedRepository> {
    await this.#database
      .insertInto('blueprint_repository')
      .values({ ...scopeColumns(this.#scope), root_commit: rootCommit })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return (await this.findRepository()) ?? { rootCommit, syncedCommit: undefined }
  }

  async adoptRepository(rootCommit: string): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('blueprint_repository')
        .values({ ...scopeColumns(this.#scope), root_commit: rootCommit })
        .onConflict((conflict) => conflict.columns(scopeKey).doUpdateSet({ root_commit: rootCommit }))
        .execute()
      await transaction.deleteFrom('catalog_state').where(inScope(this.#scope)).execute()
      await transaction.deleteFrom('catalog_problem').where(inScope(this.#scope)).execute()
      // Otherwise imports would leave repositories alone in which nothing was pushed since.
      await transaction.deleteFrom('scanned_repository').where(inScope(this.#scope)).execute()
      await transaction.deleteFrom('registered_repository').where(inScope(this.#scope)).execute()
    })
    this.#recent.forget()
  }

  apply(update: CatalogUpdate): Promise<boolean> {
    const applying = this.#database.transaction().execute(async (transaction) => {
      if (!(await moveState(transaction, this.#scope, update))) return false
      const { published, retired, checked, problems, checkedBy } = update
      await publishEntries(transaction, this.#scope, published)
      if (retired.length > 0) {
        await transaction
          .updateTable('catalog_entry')
          .set({ retired: true })
          .where(inScope(this.#scope))
          .where('name', '=', sql<string>`any(${retired})`)
          .execute()
      }
      await transaction
        .deleteFrom('catalog_problem')
        .where(inScope(this.#scope))
        .where('path', '=', sql<string>`any(${checked})`)
        .execute()
      for (const { path, blobId, diagnostics } of problems) {
        await transaction
          .insertInto('catalog_problem')
          .values({
            ...scopeColumns(this.#scope),
            ...{ path, blob_id: blobId, diagnostics: toJson(diagnostics), checked_by: checkedBy },
          })
          .execute()
      }
      return true
    })
    return applying.finally(() => this.#recent.forget())
  }

  async findOutdated(version: string): Promise<OutdatedContent> {
    const entries = await this.#database
      .selectFrom('catalog_entry')
      .select('name')
      .where(inScope(this.#scope))
      .where('description_form', '!=', descriptionForm)
      .execute()
    const problems = await this.#database
      .selectFrom('catalog_problem')
      .select('path')
      .where(inScope(this.#scope))
      .where('checked_by', '!=', version)
      .execute()
    return { names: entries.map(({ name }) => name), problemPaths: problems.map(({ path }) => path) }
  }

  async describeAgain(entries: readonly CatalogEntry[]): Promise<void> {
    await this.#database
      .transaction()
      .execute((transaction) => describeEntries(transaction, this.#scope, entries))
  }

  /** Without details and texts. */
  #entries() {
    return this.#database
      .selectFrom('catalog_entry')
      .innerJoin('catalog_version', (join) =>
        join
          .onRef('catalog_version.space_id', '=', 'catalog_entry.space_id')
          .onRef('catalog_version.blueprint_repository_id', '=', 'catalog_entry.blueprint_repository_id')
          .onRef('blueprint', '=', 'name')
          .onRef('catalog_version.version', '=', 'catalog_entry.version'),
      )
      .where(inScope(this.#scope, 'catalog_entry'))
      .select(['name', 'display_name', 'description', 'labels', 'providers', 'repositories', 'owners'])
      .select(['retired', 'catalog_entry.version', 'ordinal', 'commit', 'blob_id', 'published_at'])
  }

  #problems() {
    return this.#database
      .selectFrom('catalog_problem')
      .select(['path', 'blob_id as blobId', 'diagnostics'])
      .where(inScope(this.#scope))
  }
}
