import type { Actor, Scope } from '@groundplan/actor'
import {
  countOutcomes,
  isQuiet,
  largeReport,
  toImportJob,
  tooManyWait,
  trimmedNote,
  type AddImportOptions,
  type FinalImportState,
  type Import,
  type ImportProgress,
  type ImportRequest,
  type ImportSignal,
  type ImportState,
  type ImportStore,
  type ListedImport,
  type Retention,
} from '@groundplan/importer'
import type { JobQueue, NewJob } from '@groundplan/jobs'
import {
  toPage,
  type Page,
  type PageRequest,
  type ReportedProblem,
  type SideStepKind,
} from '@groundplan/proposal'
import { sql, type Kysely, type Transaction } from 'kysely'
import { recordEvent } from './postgres-event-log.ts'
import type { Database } from './schema.ts'
import {
  failedRepositories,
  problemCount,
  subjectOf,
  toEventFacts,
  toFacts,
  toListedImport,
  toState,
  type StoredState,
} from './import-row.ts'
import { inScope, scopeColumns } from './scope-columns.ts'
import { toJson } from './storable.ts'

const unfinished = ['waiting', 'running'] as const

/** Whoever adds an import first looks which ones wait: one at a time. The number is of no importance. */
const addLock = 7_301_114

export class PostgresImportStore implements ImportStore {
  readonly #database: Kysely<Database>
  readonly #scope: Scope
  readonly #jobs: JobQueue

  constructor(database: Kysely<Database>, scope: Scope, jobs: JobQueue) {
    this.#database = database
    this.#scope = scope
    this.#jobs = jobs
  }

  async add(request: ImportRequest, options: AddImportOptions): Promise<Import> {
    return this.#database.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${addLock}, hashtext(${lockName(this.#scope)}))`.execute(
        transaction,
      )
      const { startedAt, waiting, isCovered, priority, by } = options
      const others = await listWaiting(transaction, this.#scope, waiting)
      const covering = others.find((other) => isCovered?.(request, other.request))
      if (covering !== undefined) return covering
      if (others.length >= waiting) throw tooManyWait(waiting)
      const state = { status: 'waiting' } as const
      const { number } = await transaction
        .insertInto('import')
        .values({
          ...scopeColumns(this.#scope),
          request: toJson(request),
          started_at: startedAt,
          status: state.status,
          state: toJson(state),
        })
        .returning('number')
        .executeTakeFirstOrThrow()
      if (by !== undefined) {
        const event = {
          at: startedAt,
          actor: by,
          type: 'import.started',
          subject: subjectOf(number),
        } as const
        await recordEvent({ ...event, after: toEventFacts(request) }, this.#scope, transaction)
      }
      await this.#jobs.enqueue(toImportJob(number, priority), transaction)
      return { number, request, startedAt, state }
    })
  }

  async begin(number: number, token: string) {
    const state = { status: 'running' } as const
    const row = await this.#database
      .updateTable('import')
      .set({ token, status: state.status, state: toJson(state) })
      .where(inScope(this.#scope))
      .where('number', '=', number)
      .where('status', 'in', unfinished)
      .returning(['number', 'request', 'started_at', 'cancel_requested'])
      .executeTakeFirst()
    if (row === undefined) return undefined
    const signal = row.cancel_requested ? 'cancel' : 'continue'
    return { import: { ...toFacts(row), state }, signal } as const
  }

  async report(number: number, token: string, progress: ImportProgress | undefined): Promise<ImportSignal> {
    const row = await (progress === undefined
      ? this.#database
          .selectFrom('import')
          .select('cancel_requested')
          .where(inScope(this.#scope))
          .where('number', '=', number)
          .where('token', '=', token)
          .where('status', '=', 'running')
          .executeTakeFirst()
      : this.#updateOwn(number, token)
          .set({ state: toJson({ status: 'running', progress }) })
          .returning('cancel_requested')
          .executeTakeFirst())
    if (row === undefined) return 'lost'
    return row.cancel_requested ? 'cancel' : 'continue'
  }

  async end(
    number: number,
    token: string,
    state: FinalImportState,
    followUps: readonly NewJob[] = [],
  ): Promise<boolean> {
    const counts = state.status === 'finished' ? toJson(countOutcomes(state.report.modules)) : null
    return this.#database.transaction().execute(async (transaction) => {
      const row = await this.#updateOwn(number, token, transaction)
        .set({ status: state.status, state: toJson(state), counts })
        .returning('request')
        .executeTakeFirst()
      if (row === undefined) return false
      if (isQuiet({ request: row.request, state }))
        await transaction
          .updateTable('import')
          .set({ quiet: true })
          .where(inScope(this.#scope))
          .where('number', '=', number)
          .execute()
      for (const job of followUps) await this.#jobs.enqueue(job, transaction)
      return true
    })
  }

  async setProblems(number: number, kind: SideStepKind, added: readonly ReportedProblem[]): Promise<void> {
    await sql`update import
      set state = jsonb_set(state, '{report,problems}', (
        select coalesce(jsonb_agg(problem), '[]') from jsonb_array_elements(coalesce(state #> '{report,problems}', '[]')) as problem
        where problem ->> 'kind' <> ${kind}) || ${toJson(added)}::jsonb)
      where ${inScope(this.#scope)} and number = ${number} and status = 'finished'`.execute(this.#database)
  }

  async release(number: number, token: string): Promise<void> {
    const state = { status: 'waiting' } as const
    await this.#updateOwn(number, token)
      .set({ status: state.status, state: toJson(state) })
      .execute()
  }

  async cancel(number: number, at: Date, by?: Actor): Promise<void> {
    const state: ImportState = { status: 'cancelled', at }
    await this.#database.transaction().execute(async (transaction) => {
      const waiting = await transaction
        .updateTable('import')
        .set({ status: state.status, state: toJson(state) })
        .where(inScope(this.#scope))
        .where('number', '=', number)
        .where('status', '=', 'waiting')
        .executeTakeFirst()
      const running = await transaction
        .updateTable('import')
        .set({ cancel_requested: true })
        .where(inScope(this.#scope))
        .where('number', '=', number)
        .where('status', 'in', unfinished)
        .executeTakeFirst()
      if (by === undefined || waiting.numUpdatedRows + running.numUpdatedRows === 0n) return
      const event = { at, actor: by, type: 'import.cancelled', subject: subjectOf(number) } as const
      await recordEvent(event, this.#scope, transaction)
    })
  }

  async interrupt(number: number, at: Date): Promise<void> {
    const state: ImportState = { status: 'interrupted', at }
    await this.#database
      .updateTable('import')
      .set({ status: state.status, state: toJson(state) })
      .where(inScope(this.#scope))
      .where('number', '=', number)
      .where('status', 'in', unfinished)
      .execute()
  }

  async find(number: number): Promise<Import | undefined> {
    const row = await this.#database
      .selectFrom('import')
      .select(['number', 'request', 'started_at', 'state'])
      .where(inScope(this.#scope))
      .where('number', '=', number)
      .executeTakeFirst()
    return row && { ...toFacts(row), state: toState(row.state) as ImportState }
  }

  async list({ limit, after }: PageRequest<number>): Promise<Page<ListedImport, number>> {
    const query = this.#selectListed().limit(limit + 1)
    const rows = await (after === undefined ? query : query.where('number', '<', after)).execute()
    const imports = rows.map(toListedImport)
    return toPage(imports, limit, ({ number }) => number)
  }

  async findLatestWhole(): Promise<ListedImport | undefined> {
    const row = await this.#selectListed()
      .where(sql<boolean>`request @> '{"configured": true}' and not request ? 'only'`)
      .where(sql<boolean>`not request @> '{"dryRun": true}'`)
      .limit(1)
      .executeTakeFirst()
    return row && toListedImport(row)
  }

  async enqueueUnfinished(): Promise<void> {
    const rows = await this.#database
      .selectFrom('import')
      .select('number')
      .where(inScope(this.#scope))
      .where('status', 'in', unfinished)
      .execute()
    for (const { number } of rows) await this.#jobs.enqueue(toImportJob(number))
  }

  async prune({ newest, since, quiet, trimBefore }: Retention): Promise<void> {
    const mine = inScope(this.#scope)
    await sql`delete from import where ${mine} and status not in ('waiting', 'running') and (
      started_at < ${since}
      or number <= (select number from import where ${mine} order by number desc offset ${newest} limit 1)
      or (quiet and number <= (select number from import where ${mine} and quiet order by number desc offset ${quiet} limit 1))
    )`.execute(this.#database)
    const notes = toJson([trimmedNote])
    // The size as it is kept: to learn the size of a text, the database would have to read it.
    await sql`update import
      set state = jsonb_set(jsonb_set(state, '{report,modules}', '[]'), '{report,notes}', ${notes}::jsonb)
      where ${mine} and state ? 'report' and started_at < ${trimBefore} and pg_column_size(state) > ${largeReport}`.execute(
      this.#database,
    )
  }

  /** Newest first, without reports. */
  #selectListed() {
    return this.#database
      .selectFrom('import')
      .select(['number', 'request', 'started_at', 'counts'])
      .select(sql<StoredState>`state - 'report'`.as('state'))
      .select(failedRepositories.as('failedRepositories'))
      .select(problemCount.as('problems'))
      .where(inScope(this.#scope))
      .orderBy('number', 'desc')
  }

  #updateOwn(number: number, token: string, database: Kysely<Database> = this.#database) {
    return database
      .updateTable('import')
      .where(inScope(this.#scope))
      .where('number', '=', number)
      .where('token', '=', token)
      .where('status', '=', 'running')
  }
}

/** Scopes with the same hash wait for each other for a moment, and that is all. */
function lockName({ spaceId, blueprintRepositoryId }: Scope): string {
  return JSON.stringify([spaceId, blueprintRepositoryId])
}

async function listWaiting(
  transaction: Transaction<Database>,
  scope: Scope,
  limit: number,
): Promise<readonly Import[]> {
  const rows = await transaction
    .selectFrom('import')
    .select(['number', 'request', 'started_at'])
    .where(inScope(scope))
    .where('status', '=', 'waiting')
    .orderBy('number')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...toFacts(row), state: { status: 'waiting' } }))
}
