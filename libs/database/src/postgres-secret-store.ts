import type { Scope } from '@groundplan/actor'
import type {
  SealedSecret,
  SealedValue,
  SecretChange,
  SecretStore,
  SecretUse,
  StoredSecret,
} from '@groundplan/secrets'
import { sql, type Kysely, type Selectable } from 'kysely'
import { recordEvent } from './postgres-event-log.ts'
import type { Database, SecretTable } from './schema.ts'
import { toJson, toText } from './storable.ts'

export class PostgresSecretStore implements SecretStore {
  readonly #database: Kysely<Database>
  readonly #scope: Pick<Scope, 'spaceId'>

  constructor(database: Kysely<Database>, scope: Pick<Scope, 'spaceId'>) {
    this.#database = database
    this.#scope = scope
  }

  async list(): Promise<readonly StoredSecret[]> {
    const rows = await this.#database
      .selectFrom('secret')
      .selectAll()
      .where('space_id', '=', this.#scope.spaceId)
      .orderBy(sql`name collate "C"`)
      .execute()
    return rows.map(toSecret)
  }

  async listSealed(): Promise<readonly SealedSecret[]> {
    const rows = await this.#database
      .selectFrom('secret')
      .select(['name', 'origins', 'sealed', 'key_id'])
      .where('space_id', '=', this.#scope.spaceId)
      .execute()
    return rows.map(({ name, origins, sealed, key_id: keyId }) => ({ name, origins, sealed, keyId }))
  }

  async put({ name, origins, sealed, keyId }: SealedSecret, { by, at }: SecretChange): Promise<StoredSecret> {
    const value = { origins: toJson(origins), sealed, key_id: keyId }
    const change = { ...value, changed_at: at, changed_by: toJson(by) }
    return this.#database.transaction().execute(async (transaction) => {
      const known = await transaction
        .selectFrom('secret')
        .select('origins')
        .where('name', '=', name)
        .where('space_id', '=', this.#scope.spaceId)
        .forUpdate()
        .executeTakeFirst()
      const row = await transaction
        .insertInto('secret')
        .values({
          ...{ name, ...change, created_at: at, created_by: toJson(by) },
          ...{ last_used_at: null, last_used_for: null, space_id: this.#scope.spaceId },
        })
        .onConflict((conflict) => conflict.columns(['name', 'space_id']).doUpdateSet(change))
        .returningAll()
        .returning(sql<boolean>`xmax = 0`.as('is_new'))
        .executeTakeFirstOrThrow()
      const type = row.is_new ? 'secret.created' : 'secret.changed'
      const subject = { kind: 'secret', id: name } as const
      const before = known && { origins: known.origins.join(' ') }
      const after = { origins: origins.join(' ') }
      await recordEvent({ at, actor: by, type, subject, before, after }, this.#scope, transaction)
      return toSecret(row)
    })
  }

  async remove(name: string, { by, at }: SecretChange): Promise<boolean> {
    return this.#database.transaction().execute(async (transaction) => {
      const removed = await transaction
        .deleteFrom('secret')
        .where('name', '=', name)
        .where('space_id', '=', this.#scope.spaceId)
        .returning('name')
        .executeTakeFirst()
      if (removed === undefined) return false
      const subject = { kind: 'secret', id: name } as const
      await recordEvent({ at, actor: by, type: 'secret.removed', subject }, this.#scope, transaction)
      return true
    })
  }

  async noteUse(name: string, { at, purpose }: SecretUse): Promise<void> {
    await this.#database
      .updateTable('secret')
      .set({ last_used_at: at, last_used_for: toText(purpose) })
      .where('name', '=', name)
      .where('space_id', '=', this.#scope.spaceId)
      .execute()
  }

  async reseal(
    name: string,
    before: SealedValue,
    after: SealedValue,
    { by, at }: SecretChange,
  ): Promise<boolean> {
    return this.#database.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('secret')
        .set({ sealed: after.sealed, key_id: after.keyId })
        .where('name', '=', name)
        .where('space_id', '=', this.#scope.spaceId)
        .where('sealed', '=', before.sealed)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return false
      const keys = { before: { keyId: before.keyId }, after: { keyId: after.keyId } }
      const subject = { kind: 'secret', id: name } as const
      const event = { at, actor: by, type: 'secret.key-rotated', subject, ...keys } as const
      await recordEvent(event, this.#scope, transaction)
      return true
    })
  }
}

function toSecret(row: Selectable<SecretTable>): StoredSecret {
  const { last_used_at: at, last_used_for: purpose } = row
  return {
    ...{ name: row.name, origins: row.origins, createdAt: row.created_at, createdBy: row.created_by },
    ...{ changedAt: row.changed_at, changedBy: row.changed_by },
    ...(at === null || purpose === null ? {} : { lastUse: { at, purpose } }),
  }
}
