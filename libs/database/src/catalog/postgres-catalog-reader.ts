import type { Scope } from '@groundplan/actor'
import type {
  CatalogFacets,
  CatalogFilter,
  CatalogPosition,
  CatalogProblem,
  CatalogReader,
  CatalogState,
  CatalogSummary,
  CatalogVersion,
  EntryWithVersions,
} from '@groundplan/catalog'
import { mapPage, toPage, type Page, type PageRequest } from '@groundplan/proposal'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { inScope } from '../scope-columns.ts'
import { toEntry, toSummary, toVersion } from './catalog-rows.ts'
import { readState } from './catalog-state.ts'
import { DenseTiersOfSearches } from './dense-tiers.ts'
import { readMark } from './catalog-mark.ts'
import { countEntries, countFacets } from './count-entries.ts'
import { findPage } from './find-page.ts'
import { RecentPages } from './recent-pages.ts'
import { RecentState } from './recent-state.ts'
import { everything, isPublishedTo, type Condition } from './search-conditions.ts'

/** Reads the catalog of a blueprint repository: all of it, or what is published to a space. */
export class PostgresCatalogReader implements CatalogReader {
  protected readonly database: Kysely<Database>
  protected readonly scope: Scope
  protected readonly recent: RecentState
  readonly #publishedTo: string | undefined
  readonly #dense = new DenseTiersOfSearches()
  readonly #pages = new RecentPages()

  /** `publishedTo`: the space whose members read; absent: they see everything. */
  constructor(database: Kysely<Database>, scope: Scope, publishedTo?: string) {
    this.database = database
    this.scope = scope
    this.recent = new RecentState(() => readState(database, scope))
    this.#publishedTo = publishedTo
  }

  async list(
    filter: CatalogFilter,
    request: PageRequest<CatalogPosition>,
  ): Promise<Page<CatalogSummary, CatalogPosition>> {
    const mark = await readMark(this.database, this.scope, this.#publishedTo)
    const search = { ...this.#search(filter), dense: this.#dense }
    return this.#pages.read({ mark, filter, request }, async () =>
      mapPage(await findPage(search, request), toSummary),
    )
  }

  count(filter: CatalogFilter): Promise<number> {
    return countEntries(this.#search(filter))
  }

  facets(filter: CatalogFilter): Promise<CatalogFacets> {
    return countFacets(this.#search(filter))
  }

  async findWithVersions(name: string): Promise<EntryWithVersions | undefined> {
    const versions = sql<readonly string[]>`(
      select json_agg(version order by ordinal desc) from catalog_version
      where ${inScope(this.scope, 'catalog_version')} and blueprint = ${name})`
    const row = await this.entries()
      .select(['text', 'details', versions.as('versions')])
      .where(this.#visible('name'))
      .where('name', '=', name)
      .executeTakeFirst()
    return row && { entry: toEntry(row), versions: row.versions }
  }

  async findVersion(name: string, version: string): Promise<CatalogVersion | undefined> {
    const row = await this.database
      .selectFrom('catalog_version')
      .selectAll()
      .where(inScope(this.scope))
      .where(this.#visible('blueprint'))
      .where('blueprint', '=', name)
      .where('version', '=', version)
      .executeTakeFirst()
    return row && { ...toVersion(row), text: row.text }
  }

  async readVersions(
    name: string,
    { limit, after }: PageRequest<number>,
  ): Promise<Page<CatalogVersion, number>> {
    let query = this.database
      .selectFrom('catalog_version')
      .selectAll()
      .where(inScope(this.scope))
      .where(this.#visible('blueprint'))
      .where('blueprint', '=', name)
      .orderBy('ordinal', 'desc')
      .limit(limit + 1)
    if (after !== undefined) query = query.where('ordinal', '<', after)
    const page = toPage(await query.execute(), limit, ({ ordinal }) => ordinal)
    return mapPage(page, (row) => ({ ...toVersion(row), text: row.text }))
  }

  async listProblems({ limit, after }: PageRequest<string>): Promise<Page<CatalogProblem, string>> {
    // Whoever sees a part of the catalog is not told what else there could be.
    if (this.#publishedTo !== undefined) return { items: [] }
    let query = this.problems()
      .orderBy(sql`path collate "C"`)
      .limit(limit + 1)
    if (after !== undefined) query = query.where(sql<boolean>`path collate "C" > ${after}`)
    return toPage(await query.execute(), limit, ({ path }) => path)
  }

  async countProblems(): Promise<number> {
    if (this.#publishedTo !== undefined) return 0
    const { count } = await this.database
      .selectFrom('catalog_problem')
      .select(sql<number>`count(*)::int`.as('count'))
      .where(inScope(this.scope))
      .executeTakeFirstOrThrow()
    return count
  }

  readState(): Promise<CatalogState> {
    return readState(this.database, this.scope)
  }

  readRecentState(): Promise<CatalogState> {
    return this.recent.read()
  }

  /** Without details and texts. */
  protected entries() {
    return this.database
      .selectFrom('catalog_entry')
      .innerJoin('catalog_version', (join) =>
        join
          .onRef('catalog_version.space_id', '=', 'catalog_entry.space_id')
          .onRef('catalog_version.blueprint_repository_id', '=', 'catalog_entry.blueprint_repository_id')
          .onRef('blueprint', '=', 'name')
          .onRef('catalog_version.version', '=', 'catalog_entry.version'),
      )
      .where(inScope(this.scope, 'catalog_entry'))
      .select(['name', 'display_name', 'description', 'labels', 'providers', 'repositories', 'owners'])
      .select(['retired', 'sources', 'catalog_entry.version', 'ordinal', 'commit', 'blob_id', 'published_at'])
  }

  protected problems() {
    return this.database
      .selectFrom('catalog_problem')
      .select(['path', 'blob_id as blobId', 'diagnostics'])
      .where(inScope(this.scope))
  }

  #search(filter: CatalogFilter) {
    return { database: this.database, scope: this.scope, filter, publishedTo: this.#publishedTo }
  }

  /** Of the names of blueprints in a column. */
  #visible(column: 'name' | 'blueprint'): Condition {
    return this.#publishedTo === undefined ? everything : isPublishedTo(this.#publishedTo, this.scope, column)
  }
}
