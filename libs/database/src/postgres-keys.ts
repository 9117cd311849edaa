import type { AccessChange } from '@groundplan/access'
import { accountSpaceId } from '@groundplan/actor'
import type { SigningKeyStore, StoredSigningKey } from '@groundplan/cloud-credentials'
import type { SealedValue, WrappedKey, WrappedKeyStore } from '@groundplan/secrets'
import { sql, type Kysely } from 'kysely'
import { recordEvent } from './postgres-event-log.ts'
import type { Database } from './schema.ts'
import { toJson } from './storable.ts'

/** Master keys that a service encrypts. */
export class PostgresWrappedKeyStore implements WrappedKeyStore {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async list(): Promise<readonly WrappedKey[]> {
    const rows = await this.#database
      .selectFrom('master_key')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute()
    return rows.map(({ id, wrapped_by: wrappedBy, ciphertext }) => ({
      ...{ id, wrappedBy, ciphertext: Uint8Array.from(Buffer.from(ciphertext, 'base64')) },
    }))
  }

  async add({ id, wrappedBy, ciphertext }: WrappedKey, at: Date): Promise<void> {
    const row = { id, wrapped_by: wrappedBy, ciphertext: Buffer.from(ciphertext).toString('base64') }
    await this.#database
      .insertInto('master_key')
      .values({ ...row, created_at: at })
      .execute()
  }

  async removeUnused(): Promise<void> {
    await sql`delete from master_key where id not in (select id from master_key order by created_at desc, id limit 2)
      and id not in (
        select key_id from secret union select key_id from signing_key
        union select key_id from cloud_credential where key_id is not null union select key_id from terraform_state
        union select key_id from environment_secret
      )`.execute(this.#database)
  }
}

/** Keys that sign tokens of runs. */
export class PostgresSigningKeyStore implements SigningKeyStore {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async list(): Promise<readonly StoredSigningKey[]> {
    const rows = await this.#database
      .selectFrom('signing_key')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('kid')
      .execute()
    return rows.map((row) => ({
      ...{ kid: row.kid, publicKey: row.public_key, sealed: row.sealed, keyId: row.key_id },
      createdAt: row.created_at,
    }))
  }

  async add(key: StoredSigningKey): Promise<void> {
    await this.#database.insertInto('signing_key').values(toRow(key)).execute()
  }

  async remove(kids: readonly string[]): Promise<void> {
    if (kids.length === 0) return
    await this.#database.deleteFrom('signing_key').where('kid', 'in', kids).execute()
  }

  replaceAll(key: StoredSigningKey, { by, at }: AccessChange): Promise<number> {
    return this.#database.transaction().execute(async (transaction) => {
      const removed = await transaction.deleteFrom('signing_key').returning('kid').execute()
      await transaction.insertInto('signing_key').values(toRow(key)).execute()
      const subject = { kind: 'signing-keys', id: 'runs' } as const
      const before = { keys: removed.map(({ kid }) => kid).join(' ') }
      const event = { at, actor: by, type: 'signing-keys.revoked', subject, before } as const
      await recordEvent({ ...event, after: { keys: key.kid } }, { spaceId: accountSpaceId }, transaction)
      return removed.length
    })
  }

  async reseal(kid: string, before: SealedValue, after: SealedValue): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('signing_key')
      .set({ sealed: after.sealed, key_id: after.keyId })
      .where('kid', '=', kid)
      .where('sealed', '=', before.sealed)
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }
}

function toRow({ kid, publicKey, sealed, keyId, createdAt }: StoredSigningKey) {
  return { kid, public_key: toJson(publicKey), sealed, key_id: keyId, created_at: createdAt }
}
