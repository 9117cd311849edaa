import type { Scope } from '@groundplan/actor'
import type {
  CloudCredential,
  CredentialStore,
  CredentialUse,
  KeptCredential,
} from '@groundplan/cloud-credentials'
import type { SealedValue, SecretChange } from '@groundplan/secrets'
import { sql, type Kysely, type Selectable } from 'kysely'
import { recordEvent } from './postgres-event-log.ts'
import type { CloudCredentialTable, Database } from './schema.ts'
import { toJson, toText } from './storable.ts'

export class PostgresCredentialStore implements CredentialStore {
  readonly #database: Kysely<Database>
  readonly #scope: Pick<Scope, 'spaceId'>

  constructor(database: Kysely<Database>, scope: Pick<Scope, 'spaceId'>) {
    this.#database = database
    this.#scope = scope
  }

  async list(): Promise<readonly CloudCredential[]> {
    return (
      await this.#select()
        .orderBy(sql`name collate "C"`)
        .execute()
    ).map(toCredential)
  }

  async find(name: string): Promise<KeptCredential | undefined> {
    const row = await this.#select().where('name', '=', name).executeTakeFirst()
    return row && toKept(row)
  }

  async listSealed() {
    const rows = await this.#select().where('sealed', 'is not', null).execute()
    return rows
      .map(toKept)
      .flatMap(({ sealed, ...kept }) => (sealed === undefined ? [] : [{ ...kept, sealed }]))
  }

  async put({ name, settings, sealed }: KeptCredential, { by, at }: SecretChange): Promise<CloudCredential> {
    const value = {
      settings: toJson(settings),
      sealed: sealed?.sealed ?? null,
      key_id: sealed?.keyId ?? null,
    }
    const change = { ...value, changed_at: at, changed_by: toJson(by) }
    return this.#database.transaction().execute(async (transaction) => {
      const row = await transaction
        .insertInto('cloud_credential')
        .values({
          ...{ name, ...change, created_at: at, created_by: toJson(by) },
          ...{ last_used_at: null, last_used_for: null, space_id: this.#scope.spaceId },
        })
        .onConflict((conflict) => conflict.columns(['name', 'space_id']).doUpdateSet(change))
        .returningAll()
        .returning(sql<boolean>`xmax = 0`.as('is_new'))
        .executeTakeFirstOrThrow()
      const type = row.is_new ? 'credential.created' : 'credential.changed'
      const subject = { kind: 'credential', id: name } as const
      await recordEvent({ at, actor: by, type, subject, after: { ...settings } }, this.#scope, transaction)
      return toCredential(row)
    })
  }

  async remove(name: string, { by, at }: SecretChange): Promise<boolean> {
    return this.#database.transaction().execute(async (transaction) => {
      const removed = await transaction
        .deleteFrom('cloud_credential')
        .where('name', '=', name)
        .where('space_id', '=', this.#scope.spaceId)
        .returning('settings')
        .executeTakeFirst()
      if (removed === undefined) return false
      const subject = { kind: 'credential', id: name } as const
      const before = { ...removed.settings }
      await recordEvent(
        { at, actor: by, type: 'credential.removed', subject, before },
        this.#scope,
        transaction,
      )
      return true
    })
  }

  async noteUse(name: string, { at, purpose }: CredentialUse): Promise<void> {
    await this.#database
      .updateTable('cloud_credential')
      .set({ last_used_at: at, last_used_for: toText(purpose) })
      .where('name', '=', name)
      .where('space_id', '=', this.#scope.spaceId)
      .execute()
  }

  async reseal(name: string, before: SealedValue, after: SealedValue): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('cloud_credential')
      .set({ sealed: after.sealed, key_id: after.keyId })
      .where('name', '=', name)
      .where('space_id', '=', this.#scope.spaceId)
      .where('sealed', '=', before.sealed)
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }

  #select() {
    return this.#database
      .selectFrom('cloud_credential')
      .selectAll()
      .where('space_id', '=', this.#scope.spaceId)
  }
}

function toCredential(row: Selectable<CloudCredentialTable>): CloudCredential {
  const { last_used_at: at, last_used_for: purpose } = row
  return {
    ...{ name: row.name, settings: row.settings, createdAt: row.created_at, createdBy: row.created_by },
    ...{ changedAt: row.changed_at, changedBy: row.changed_by },
    ...(at === null || purpose === null ? {} : { lastUse: { at, purpose } }),
  }
}

function toKept({ name, settings, sealed, key_id: keyId }: Selectable<CloudCredentialTable>): KeptCredential {
  return { name, settings, ...(sealed === null || keyId === null ? {} : { sealed: { sealed, keyId } }) }
}
