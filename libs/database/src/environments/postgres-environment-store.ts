// Over 300 lines: one port; what its methods share is in the files beside it.
import {
  defaultRunLimits,
  isRunOver,
  OutdatedEnvironmentError,
  RunLostError,
  type BegunRun,
  type Environment,
  type EnvironmentFilter,
  type EnvironmentPosition,
  type EnvironmentRequest,
  type EnvironmentStore,
  type EnvironmentUpdate,
  type LogLine,
  type Run,
  type RunLimits,
  type RunBeginning,
  type RunOwner,
  type RunSignal,
  type SealedEntry,
  type StoredLogLine,
} from '@groundplan/environment'
import type { Actor } from '@groundplan/actor'
import { toPage, type Page, type PageRequest } from '@groundplan/proposal'
import { sql, type Kysely, type Transaction } from 'kysely'
import { recordEvent } from '../postgres-event-log.ts'
import type { Database } from '../schema.ts'
import { toJson, toText } from '../storable.ts'
import { admitRuns, enqueueUnderWay, type AdmissionOptions } from './admit-runs.ts'
import { createMarkReader } from './environment-marks.ts'
import { countLaunched, requireCapacity } from './count-launched.ts'
import { toEntry, toEnvironment, toEnvironmentRow, toLogLine, toRequest, toRun } from './environment-rows.ts'

export interface PostgresEnvironmentStoreOptions extends Pick<AdmissionOptions, 'jobsOf' | 'scope'> {
  readonly spaceId: string
  readonly limits?: RunLimits | undefined
}

export class PostgresEnvironmentStore implements EnvironmentStore {
  readonly #database: Kysely<Database>
  readonly #spaceId: string
  readonly #admission: AdmissionOptions
  readonly #readMark: (id: string) => Promise<string | undefined>

  constructor(
    database: Kysely<Database>,
    { spaceId, limits = defaultRunLimits, ...admission }: PostgresEnvironmentStoreOptions,
  ) {
    this.#database = database
    this.#spaceId = spaceId
    this.#admission = { ...admission, limits }
    this.#readMark = createMarkReader(database, spaceId)
  }

  async find(id: string): Promise<Environment | undefined> {
    const row = await this.#selectEnvironments().where('id', '=', toText(id)).executeTakeFirst()
    return row && toEnvironment(row)
  }

  readMark(id: string): Promise<string | undefined> {
    return this.#readMark(toText(id))
  }

  async list(
    filter: EnvironmentFilter,
    { limit, after }: PageRequest<EnvironmentPosition>,
  ): Promise<Page<Environment, EnvironmentPosition>> {
    const { name, states, owner, blueprint, component, labels = [], search = '' } = filter
    let query = this.#selectEnvironments()
    if (name !== undefined) query = query.where('name', '=', toText(name))
    if (states?.length === 0) return { items: [] }
    if (states !== undefined) query = query.where('state', 'in', states)
    if (owner !== undefined) query = query.where('owner_name', '=', owner)
    if (blueprint !== undefined) query = query.where('blueprint', '=', blueprint)
    if (component !== undefined) query = query.where('component', '=', component)
    if (labels.length > 0) query = query.where(sql<boolean>`labels @> ${toJson(labels)}::jsonb`)
    for (const word of search.split(/\s+/).filter((each) => each !== ''))
      query = query.where(sql<boolean>`strpos(lower(name), ${word.toLowerCase()}) > 0`)
    if (after !== undefined) {
      query = query.where(
        sql<boolean>`(created_at, id collate "C") < (${after.createdAt}, ${after.id} collate "C")`,
      )
    }
    const rows = await query
      .orderBy('created_at', 'desc')
      .orderBy(sql`id collate "C"`, 'desc')
      .limit(limit + 1)
      .execute()
    return toPage(rows.map(toEnvironment), limit, ({ createdAt, id }) => ({ createdAt, id }))
  }

  async apply(update: EnvironmentUpdate): Promise<Environment> {
    const { environment, requests = [], runs = [], sealed = [], forget, events = [], owner } = update
    return this.#database.transaction().execute(async (transaction) => {
      const written = await this.#write(environment, transaction)
      if (update.capacity !== undefined) await requireCapacity(written, update.capacity, transaction)
      if (owner !== undefined && !(await this.#owns(owner, transaction))) throw new RunLostError()
      for (const request of requests) await this.#putRequest(request, transaction)
      // Whoever is over leaves the place to whoever begins.
      const ordered = runs.toSorted((left, right) => Number(isRunOver(right)) - Number(isRunOver(left)))
      for (const run of ordered) await this.#putRun(run, transaction)
      await this.#putSealed(sealed, transaction)
      if (forget !== undefined) await this.#forget(environment.id, forget, transaction)
      for (const event of events) await recordEvent(event, { spaceId: this.#spaceId }, transaction)
      if (runs.some(({ status }) => status !== 'running')) await admitRuns(transaction, this.#admission)
      return written
    })
  }

  async countLaunched(owner: Actor) {
    return countLaunched({ owner, spaceId: this.#spaceId }, this.#database)
  }

  async findRequest(id: string): Promise<EnvironmentRequest | undefined> {
    const row = await this.#database
      .selectFrom('environment_request')
      .select('content')
      .where('space_id', '=', this.#spaceId)
      .where('id', '=', toText(id))
      .executeTakeFirst()
    return row && toRequest(row)
  }

  async listRequests(
    environmentId: string,
    { limit, after }: PageRequest<Date>,
  ): Promise<Page<EnvironmentRequest, Date>> {
    const query = this.#database
      .selectFrom('environment_request')
      .select('content')
      .where('space_id', '=', this.#spaceId)
      .where('environment_id', '=', toText(environmentId))
      .orderBy('requested_at', 'desc')
      .limit(limit + 1)
    const rows = await (after === undefined ? query : query.where('requested_at', '<', after)).execute()
    return toPage(rows.map(toRequest), limit, ({ requestedAt }) => requestedAt)
  }

  async findRun(id: string): Promise<Run | undefined> {
    const row = await this.#selectRun(id, this.#database).executeTakeFirst()
    return row && toRun(row)
  }

  async begin({ runId, token, turn }: RunBeginning, at: Date): Promise<BegunRun | undefined> {
    return this.#database.transaction().execute(async (transaction) => {
      const known = await this.#selectRun(runId, transaction).executeTakeFirst()
      if (known === undefined) return undefined
      // The environment first, as in every other transaction: nobody waits in a circle.
      await transaction
        .selectFrom('environment')
        .select('id')
        .where('space_id', '=', this.#spaceId)
        .where('id', '=', known.environment_id)
        .forUpdate()
        .execute()
      const found = await this.#selectRun(runId, transaction).forUpdate().executeTakeFirstOrThrow()
      const before = toRun(found)
      if (before.status !== 'admitted' && before.status !== 'running') return undefined
      if (turn !== undefined && turn !== found.turn) return undefined
      if (before.status === 'admitted' && before.pool !== (await this.#readPool(transaction)))
        return undefined
      // Whoever has read it before this sees that the run has a worker now.
      const row = await transaction
        .updateTable('environment')
        .set({ revision: sql<number>`revision + 1` })
        .where('space_id', '=', this.#spaceId)
        .where('id', '=', known.environment_id)
        .returning(['content', 'revision', 'created_at', 'ends_at'])
        .executeTakeFirstOrThrow()
      const run: Run = { startedAt: at, ...before, status: 'running' }
      await transaction
        .updateTable('environment_run')
        .set({ status: 'running', token, content: toJson(run) })
        .where('space_id', '=', this.#spaceId)
        .where('id', '=', runId)
        .execute()
      const request = await transaction
        .selectFrom('environment_request')
        .select('content')
        .where('space_id', '=', this.#spaceId)
        .where('id', '=', run.requestId)
        .executeTakeFirstOrThrow()
      const taken = await transaction
        .deleteFrom('environment_secret')
        .where('space_id', '=', this.#spaceId)
        .where('environment_id', '=', run.environmentId)
        .where('kind', '=', 'ephemeral')
        .where('name', '=', runId)
        .returningAll()
        .executeTakeFirst()
      const ephemeral = taken && toEntry(taken)
      const isUsable = ephemeral?.expiresAt === undefined || ephemeral.expiresAt > at
      return {
        ...{ run, request: toRequest(request), environment: toEnvironment(row), logSize: found.log_size },
        ...(ephemeral !== undefined && isUsable ? { ephemeral } : {}),
      }
    })
  }

  async saveRun(run: Run, token: string, sealed: readonly SealedEntry[] = []): Promise<RunSignal> {
    return this.#database.transaction().execute(async (transaction) => {
      const row = await transaction
        .updateTable('environment_run')
        .set({ content: toJson(run) })
        .where('space_id', '=', this.#spaceId)
        .where('id', '=', run.id)
        .where('token', '=', token)
        .where('status', '=', 'running')
        .returning('cancel_requested')
        .executeTakeFirst()
      if (row === undefined) return 'lost'
      await this.#putSealed(sealed, transaction)
      return row.cancel_requested ? 'cancel' : 'continue'
    })
  }

  async readSignal({ runId, token }: RunOwner): Promise<RunSignal> {
    const row = await this.#database
      .selectFrom('environment_run')
      .select('cancel_requested')
      .where('space_id', '=', this.#spaceId)
      .where('id', '=', runId)
      .where('token', '=', token)
      .where('status', '=', 'running')
      .executeTakeFirst()
    if (row === undefined) return 'lost'
    return row.cancel_requested ? 'cancel' : 'continue'
  }

  async requestCancel(runId: string): Promise<void> {
    await this.#database
      .updateTable('environment_run')
      .set({ cancel_requested: true })
      .where('space_id', '=', this.#spaceId)
      .where('id', '=', toText(runId))
      .where('status', 'in', ['queued', 'admitted', 'running', 'waiting'])
      .execute()
  }

  async readSealed({
    environmentId,
    kind,
    name,
  }: Pick<SealedEntry, 'environmentId' | 'kind' | 'name'>): Promise<SealedEntry | undefined> {
    const row = await this.#database
      .selectFrom('environment_secret')
      .selectAll()
      .where('space_id', '=', this.#spaceId)
      .where('environment_id', '=', environmentId)
      .where('kind', '=', kind)
      .where('name', '=', name)
      .executeTakeFirst()
    return row && toEntry(row)
  }

  async listSealedWithOtherKey(keyId: string, limit: number): Promise<readonly SealedEntry[]> {
    const rows = await this.#database
      .selectFrom('environment_secret')
      .selectAll()
      .where('space_id', '=', this.#spaceId)
      .where('key_id', '!=', keyId)
      .limit(limit)
      .execute()
    return rows.map(toEntry)
  }

  async reseal(before: SealedEntry, after: SealedEntry): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('environment_secret')
      .set({ sealed: after.sealed, key_id: after.keyId })
      .where('space_id', '=', this.#spaceId)
      .where('environment_id', '=', before.environmentId)
      .where('kind', '=', before.kind)
      .where('name', '=', before.name)
      .where('sealed', '=', before.sealed)
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }

  async appendLog({ runId, token }: RunOwner, lines: readonly LogLine[]): Promise<void> {
    if (lines.length === 0) return
    const size = lines.reduce((sum, { text }) => sum + text.length + 1, 0)
    await this.#database.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('environment_run')
        .set({ log_size: sql<number>`log_size + ${size}` })
        .where('space_id', '=', this.#spaceId)
        .where('id', '=', runId)
        .where('token', '=', token)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return
      const rows = lines.map(({ at, grain, step, text }) => ({
        ...{ run_id: runId, at, grain: grain ?? null, step: step ?? null, text: toText(text) },
        space_id: this.#spaceId,
      }))
      await transaction.insertInto('environment_log').values(rows).execute()
    })
  }

  async readLog(
    runId: string,
    { limit, after = 0 }: PageRequest<number>,
  ): Promise<Page<StoredLogLine, number>> {
    const rows = await this.#database
      .selectFrom('environment_log')
      .selectAll()
      .where('space_id', '=', this.#spaceId)
      .where('run_id', '=', toText(runId))
      .where('position', '>', String(after))
      .orderBy('position')
      .limit(limit + 1)
      .execute()
    return toPage(rows.map(toLogLine), limit, ({ position }) => position)
  }

  async admitRuns(): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      await enqueueUnderWay(transaction, this.#admission)
      await admitRuns(transaction, this.#admission)
    })
  }

  async removeExpired(now: Date): Promise<void> {
    await this.#database
      .deleteFrom('environment_secret')
      .where('space_id', '=', this.#spaceId)
      .where('expires_at', '<=', now)
      .execute()
  }

  #selectEnvironments() {
    return this.#database
      .selectFrom('environment')
      .select(['content', 'revision', 'created_at', 'ends_at'])
      .where('space_id', '=', this.#spaceId)
  }

  #selectRun(id: string, database: Kysely<Database>) {
    return database
      .selectFrom('environment_run')
      .select(['content', 'environment_id', 'log_size', 'turn'])
      .where('space_id', '=', this.#spaceId)
      .where('id', '=', toText(id))
  }

  async #readPool(transaction: Transaction<Database>): Promise<string | undefined> {
    const row = await transaction
      .selectFrom('space_setting')
      .select('pool')
      .where('space_id', '=', this.#spaceId)
      .executeTakeFirst()
    return row?.pool ?? undefined
  }

  async #write(environment: Environment, transaction: Transaction<Database>): Promise<Environment> {
    const written = { ...environment, revision: environment.revision + 1 }
    const row = toEnvironmentRow(written)
    if (row.space_id !== this.#spaceId) throw new Error('The environment belongs to another space.')
    const isNew = environment.revision === 0
    const done = isNew
      ? await transaction
          .insertInto('environment')
          .values(row)
          .onConflict((conflict) => conflict.columns(['id', 'space_id']).doNothing())
          .returning('id')
          .executeTakeFirst()
      : await transaction
          .updateTable('environment')
          .set(row)
          .where('space_id', '=', this.#spaceId)
          .where('id', '=', environment.id)
          .where('revision', '=', environment.revision)
          .returning('id')
          .executeTakeFirst()
    if (done === undefined) throw new OutdatedEnvironmentError(environment.name)
    return written
  }

  async #owns({ runId, token }: RunOwner, transaction: Transaction<Database>): Promise<boolean> {
    const row = await transaction
      .selectFrom('environment_run')
      .select('id')
      .where('space_id', '=', this.#spaceId)
      .where('id', '=', runId)
      .where('token', '=', token)
      .where('status', '=', 'running')
      .forUpdate()
      .executeTakeFirst()
    return row !== undefined
  }

  async #putRequest(request: EnvironmentRequest, transaction: Transaction<Database>): Promise<void> {
    const { id, environmentId, status, requestedAt } = request
    const change = { status, content: toJson(request) }
    await transaction
      .insertInto('environment_request')
      .values({
        ...{ id, environment_id: environmentId, requested_at: requestedAt, ...change },
        space_id: this.#spaceId,
      })
      .onConflict((conflict) => conflict.columns(['id', 'space_id']).doUpdateSet(change))
      .execute()
  }

  async #putRun(run: Run, transaction: Transaction<Database>): Promise<void> {
    const { id, environmentId, status, createdAt } = run
    const change = { status, content: toJson(run) }
    // Whoever waits or is over has no worker.
    const released = status === 'running' ? {} : { token: null, cancel_requested: false }
    await transaction
      .insertInto('environment_run')
      .values({
        ...{ id, environment_id: environmentId, created_at: createdAt, ...change },
        ...{ token: null, cancel_requested: false, turn: 0, log_size: 0, space_id: this.#spaceId },
      })
      .onConflict((conflict) => conflict.columns(['id', 'space_id']).doUpdateSet({ ...change, ...released }))
      .execute()
  }

  async #putSealed(entries: readonly SealedEntry[], transaction: Transaction<Database>): Promise<void> {
    for (const { environmentId, kind, name, sealed, keyId, expiresAt } of entries) {
      const change = { sealed, key_id: keyId, expires_at: expiresAt ?? null }
      await transaction
        .insertInto('environment_secret')
        .values({ environment_id: environmentId, kind, name, ...change, space_id: this.#spaceId })
        .onConflict((conflict) =>
          conflict.columns(['environment_id', 'kind', 'name', 'space_id']).doUpdateSet(change),
        )
        .execute()
    }
  }

  async #forget(
    environmentId: string,
    forget: NonNullable<EnvironmentUpdate['forget']>,
    transaction: Transaction<Database>,
  ): Promise<void> {
    const query = transaction
      .deleteFrom('environment_secret')
      .where('space_id', '=', this.#spaceId)
      .where('environment_id', '=', environmentId)
    if (forget === 'all') {
      await query.execute()
      return
    }
    for (const { kind, prefix } of forget) {
      await query
        .where('kind', '=', kind)
        .where(sql<boolean>`starts_with(name, ${prefix})`)
        .execute()
    }
  }
}
