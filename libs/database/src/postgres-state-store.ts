import type { Scope } from '@groundplan/actor'
import type { EventType } from '@groundplan/events'
import type { SealedValue } from '@groundplan/secrets'
import {
  mostVersions,
  type SealedVersion,
  type StateAccess,
  type StateChange,
  type StateKey,
  type StateLock,
  type StateStore,
  type StateVersion,
  type StoredState,
  type VersionExpectation,
  type VersionPage,
} from '@groundplan/terraform-state'
import type { Kysely, Selectable } from 'kysely'
import { recordEvent } from './postgres-event-log.ts'
import type { Database } from './schema.ts'
import type { StoredLock, TerraformStateVersionTable } from './state-tables.ts'
import { toJson } from './storable.ts'

const withoutContent = [
  ...(['number', 'serial', 'lineage', 'md5', 'size', 'terraform_version', 'created_at', 'origin'] as const),
]

export class PostgresStateStore implements StateStore {
  readonly #database: Kysely<Database>
  readonly #scope: Pick<Scope, 'spaceId'>

  constructor(database: Kysely<Database>, scope: Pick<Scope, 'spaceId'>) {
    this.#database = database
    this.#scope = scope
  }

  find(key: StateKey): Promise<StoredState | undefined> {
    return this.#find(key, this.#database)
  }

  async open(key: StateKey, { sealed, keyId }: SealedValue): Promise<StoredState> {
    await this.#database
      .insertInto('terraform_state')
      .values({ ...this.#columns(key), sealed, key_id: keyId, lock_id: null, lock: null })
      .onConflict((conflict) => conflict.columns(['environment', 'grain', 'space_id']).doNothing())
      .execute()
    const state = await this.find(key)
    if (state === undefined) throw new Error('The Terraform state was removed while it was opened.')
    return state
  }

  async lock(key: StateKey, lock: StateLock): Promise<StateLock> {
    return this.#change(key, async (transaction, held) => {
      if (held !== undefined) return held
      const { numUpdatedRows } = await this.#where(transaction.updateTable('terraform_state'), key)
        .set({ lock_id: lock.id, lock: toJson(lock) })
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw new Error('The Terraform state was not opened.')
      return lock
    })
  }

  async unlock(key: StateKey, id: string): Promise<StateLock | undefined> {
    return this.#change(key, async (transaction, held) => {
      if (held === undefined || held.id !== id) return held
      await this.#where(transaction.updateTable('terraform_state'), key)
        .set({ lock_id: null, lock: null })
        .execute()
      return undefined
    })
  }

  async forceUnlock(key: StateKey, id: string, change: StateChange): Promise<boolean> {
    return this.#change(key, async (transaction, held) => {
      if (held?.id !== id) return false
      await this.#where(transaction.updateTable('terraform_state'), key)
        .set({ lock_id: null, lock: null })
        .execute()
      const before = { lock: id, run: held.run, who: held.who, operation: held.operation }
      await this.#record('state.unlocked', { key, change, before }, transaction)
      return true
    })
  }

  async addVersion(
    key: StateKey,
    { content, ...version }: SealedVersion,
    { current, lockId }: VersionExpectation,
    change?: StateChange,
  ): Promise<boolean> {
    return this.#change(key, async (transaction, held) => {
      if (
        held?.id !== lockId ||
        (await this.#findCurrent(key, transaction))?.number !== (current || undefined)
      )
        return false
      await transaction
        .insertInto('terraform_state_version')
        .values({ ...this.#columns(key), ...toRow(version), content })
        .execute()
      await this.#where(transaction.deleteFrom('terraform_state_version'), key)
        .where('number', '<=', version.number - mostVersions)
        .execute()
      if (change === undefined) return true
      const after = { version: version.number, serial: version.serial, ...describeOrigin(version) }
      await this.#record('state.rolled-back', { key, change, after }, transaction)
      return true
    })
  }

  async readVersion(key: StateKey, number: number): Promise<SealedVersion | undefined> {
    const row = await this.#where(this.#database.selectFrom('terraform_state_version'), key)
      .select([...withoutContent, 'content'])
      .where('number', '=', number)
      .executeTakeFirst()
    return row && { ...toVersion(row), content: Uint8Array.from(row.content) }
  }

  async listVersions(key: StateKey, { limit, before }: VersionPage): Promise<readonly StateVersion[]> {
    let query = this.#where(this.#database.selectFrom('terraform_state_version'), key)
      .select(withoutContent)
      .orderBy('number', 'desc')
      .limit(limit)
    if (before !== undefined) query = query.where('number', '<', before)
    return (await query.execute()).map(toVersion)
  }

  async noteDownload(key: StateKey, number: number, change: StateChange): Promise<void> {
    await this.#database
      .transaction()
      .execute((transaction) =>
        this.#record('state.downloaded', { key, change, after: { version: number } }, transaction),
      )
  }

  async remove(key: StateKey, change: StateChange): Promise<boolean> {
    return this.#database.transaction().execute(async (transaction) => {
      const { numDeletedRows } = await this.#where(
        transaction.deleteFrom('terraform_state'),
        key,
      ).executeTakeFirstOrThrow()
      if (numDeletedRows === 0n) return false
      await this.#record('state.removed', { key, change }, transaction)
      return true
    })
  }

  async addAccess(hash: string, { run, expiresAt, ...key }: StateAccess): Promise<void> {
    const row = { ...this.#columns(key), hash, run, expires_at: expiresAt }
    await this.#database.insertInto('terraform_state_access').values(row).execute()
  }

  async findAccess(hash: string): Promise<StateAccess | undefined> {
    const row = await this.#database
      .selectFrom('terraform_state_access')
      .selectAll()
      .where('hash', '=', hash)
      .where('space_id', '=', this.#scope.spaceId)
      .executeTakeFirst()
    return row && { environment: row.environment, grain: row.grain, run: row.run, expiresAt: row.expires_at }
  }

  async removeAccess({ environment, grain }: StateKey, run?: string): Promise<void> {
    await this.#database
      .deleteFrom('terraform_state_access')
      .where('environment', '=', environment)
      .where('grain', '=', grain)
      .$if(run !== undefined, (query) => query.where('run', '=', run ?? ''))
      .where('space_id', '=', this.#scope.spaceId)
      .execute()
  }

  async removeExpiredAccess(at: Date): Promise<void> {
    await this.#database
      .deleteFrom('terraform_state_access')
      .where('expires_at', '<=', at)
      .where('space_id', '=', this.#scope.spaceId)
      .execute()
  }

  async listDataKeys() {
    const rows = await this.#database
      .selectFrom('terraform_state')
      .select(['environment', 'grain', 'sealed', 'key_id'])
      .where('space_id', '=', this.#scope.spaceId)
      .execute()
    return rows.map(({ environment, grain, sealed, key_id: keyId }) => ({
      ...{ environment, grain, dataKey: { sealed, keyId } },
    }))
  }

  async reseal(key: StateKey, before: SealedValue, after: SealedValue): Promise<boolean> {
    const { numUpdatedRows } = await this.#where(this.#database.updateTable('terraform_state'), key)
      .set({ sealed: after.sealed, key_id: after.keyId })
      .where('sealed', '=', before.sealed)
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }

  /** Does something to a state that nobody else changes meanwhile; gets the lock that is held. */
  #change<Result>(
    key: StateKey,
    work: (transaction: Kysely<Database>, held: StateLock | undefined) => Promise<Result>,
  ): Promise<Result> {
    return this.#database.transaction().execute(async (transaction) => {
      const row = await this.#where(transaction.selectFrom('terraform_state'), key)
        .select('lock')
        .forUpdate()
        .executeTakeFirst()
      return work(transaction, toLock(row?.lock ?? null))
    })
  }

  async #find(key: StateKey, database: Kysely<Database>): Promise<StoredState | undefined> {
    const row = await this.#where(database.selectFrom('terraform_state'), key)
      .select(['sealed', 'key_id', 'lock'])
      .executeTakeFirst()
    if (row === undefined) return undefined
    const [current, lock] = [await this.#findCurrent(key, database), toLock(row.lock)]
    return {
      ...{ environment: key.environment, grain: key.grain },
      dataKey: { sealed: row.sealed, keyId: row.key_id },
      ...(current === undefined ? {} : { current }),
      ...(lock === undefined ? {} : { lock }),
    }
  }

  async #findCurrent(key: StateKey, database: Kysely<Database>): Promise<StateVersion | undefined> {
    const row = await this.#where(database.selectFrom('terraform_state_version'), key)
      .select(withoutContent)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row && toVersion(row)
  }

  #columns({ environment, grain }: StateKey) {
    return { environment, grain, space_id: this.#scope.spaceId }
  }

  #where<Query extends Filterable>(query: Query, { environment, grain }: StateKey): Query {
    return query
      .where('environment', '=', environment)
      .where('grain', '=', grain)
      .where('space_id', '=', this.#scope.spaceId) as Query
  }

  #record(
    type: EventType,
    { key, change, ...facts }: StateEvent,
    transaction: Kysely<Database>,
  ): Promise<void> {
    const { by, at, reason } = change
    const subject = { kind: 'state', id: `${key.environment}/${key.grain}` } as const
    return recordEvent({ at, actor: by, type, subject, reason, ...facts }, this.#scope, transaction)
  }
}

type Facts = Readonly<Record<string, string | number>>

interface StateEvent {
  readonly key: StateKey
  readonly change: StateChange
  readonly before?: Facts
  readonly after?: Facts
}

/** Any query of one of the tables with a state's key. */
interface Filterable {
  where(column: 'environment' | 'grain' | 'space_id', operator: '=', value: string): Filterable
}

function toLock(stored: StoredLock | null): StateLock | undefined {
  return stored === null ? undefined : { ...stored, at: new Date(stored.at) }
}

function toRow({ terraformVersion, createdAt, origin, ...facts }: StateVersion) {
  return { ...facts, terraform_version: terraformVersion, created_at: createdAt, origin: toJson(origin) }
}

type VersionRow = Omit<
  Selectable<TerraformStateVersionTable>,
  'content' | 'environment' | 'grain' | 'space_id'
>

function toVersion(row: VersionRow): StateVersion {
  return {
    ...{ number: row.number, serial: Number(row.serial), lineage: row.lineage, md5: row.md5, size: row.size },
    ...{ terraformVersion: row.terraform_version, createdAt: row.created_at, origin: row.origin },
  }
}

function describeOrigin({ origin }: StateVersion): Facts {
  return origin.kind === 'rollback' ? { restored: origin.of } : { run: origin.run }
}
