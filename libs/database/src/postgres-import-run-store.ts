import {
  countOutcomes,
  isOver,
  isQuiet,
  largeReport,
  trimmedNote,
  type ImportRun,
  type ImportRunState,
  type ImportRunStore,
  type ListedImportRun,
  type Retention,
} from '@groundplan/importer'
import { toPage, type Page, type PageRequest } from '@groundplan/proposal'
import { sql, type Kysely } from 'kysely'
import type { Database } from './schema.ts'
import { toJson } from './storable.ts'

const unfinished = ['waiting', 'running'] as const

export class PostgresImportRunStore implements ImportRunStore {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async add(run: Omit<ImportRun, 'number'>, owner: string): Promise<ImportRun> {
    const { request, startedAt } = run
    const { number } = await this.#database
      .insertInto('import_run')
      .values({ request: toJson(request), started_at: startedAt, owner, ...toColumns(run) })
      .returning('number')
      .executeTakeFirstOrThrow()
    return { ...run, number }
  }

  async update(run: ImportRun): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('import_run')
      .set(toColumns(run))
      .where('number', '=', run.number)
      .where('status', 'in', unfinished)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async find(number: number): Promise<ImportRun | undefined> {
    const row = await this.#database
      .selectFrom('import_run')
      .select(['number', 'request', 'started_at', 'state'])
      .where('number', '=', number)
      .executeTakeFirst()
    return row && { ...toRun(row), state: toState(row.state) as ImportRunState }
  }

  async list({ limit, after }: PageRequest<number>): Promise<Page<ListedImportRun, number>> {
    let query = this.#database
      .selectFrom('import_run')
      .select(['number', 'request', 'started_at', 'counts'])
      .select(sql<StoredState>`state - 'report'`.as('state'))
      .orderBy('number', 'desc')
      .limit(limit + 1)
    if (after !== undefined) query = query.where('number', '<', after)
    const runs = (await query.execute()).map(({ counts, ...row }) => ({
      ...toRun(row),
      state: toState(row.state) as ListedImportRun['state'],
      ...(counts === null ? {} : { counts }),
    }))
    return toPage(runs, limit, ({ number }) => number)
  }

  async requestCancel(number: number): Promise<void> {
    await this.#database
      .updateTable('import_run')
      .set({ cancel_requested: true })
      .where('number', '=', number)
      .execute()
  }

  async listUnfinished(owner: string): Promise<ReadonlyMap<number, boolean>> {
    const rows = await this.#database
      .selectFrom('import_run')
      .select(['number', 'cancel_requested'])
      .where('owner', '=', owner)
      .where('status', 'in', unfinished)
      .execute()
    return new Map(rows.map((row) => [row.number, row.cancel_requested]))
  }

  async listOwners(): Promise<readonly string[]> {
    const rows = await this.#database
      .selectFrom('import_run')
      .select('owner')
      .distinct()
      .where('status', 'in', unfinished)
      .execute()
    return rows.map(({ owner }) => owner)
  }

  async interrupt(owners: readonly string[], at: Date): Promise<void> {
    const state: ImportRunState = { status: 'interrupted', at }
    await this.#database
      .updateTable('import_run')
      .set({ status: state.status, state: toJson(state) })
      .where('status', 'in', unfinished)
      .where('owner', '=', sql<string>`any(${owners})`)
      .execute()
  }

  async prune({ newest, since, quiet, trimBefore }: Retention): Promise<void> {
    await sql`delete from import_run where status not in ('waiting', 'running') and (
      started_at < ${since}
      or number <= (select number from import_run order by number desc offset ${newest} limit 1)
      or (quiet and number <= (select number from import_run where quiet order by number desc offset ${quiet} limit 1))
    )`.execute(this.#database)
    const notes = toJson([trimmedNote])
    // The size as it is kept: to learn the size of a text, the database would have to read it.
    await sql`update import_run
      set state = jsonb_set(jsonb_set(state, '{report,modules}', '[]'), '{report,notes}', ${notes}::jsonb)
      where status = 'finished' and started_at < ${trimBefore} and pg_column_size(state) > ${largeReport}`.execute(
      this.#database,
    )
  }
}

type StoredState = Readonly<Record<string, unknown>>

function toColumns({ request, state }: Pick<ImportRun, 'request' | 'state'>) {
  const counts = state.status === 'finished' ? toJson(countOutcomes(state.report.modules)) : null
  const quiet = isOver({ state }) && isQuiet({ request, state })
  return { status: state.status, state: toJson(state), counts, quiet }
}

function toRun({
  number,
  request,
  started_at: startedAt,
}: {
  number: number
  request: ImportRun['request']
  started_at: Date
}) {
  return { number, request, startedAt }
}

function toState(state: StoredState): StoredState {
  return 'at' in state ? { ...state, at: new Date(String(state['at'])) } : state
}
