import type {
  ApiToken,
  ApiTokenDirectory,
  ApiTokenStore,
  FoundToken,
  TokenRevocation,
} from '@groundplan/access'
import type { Scope } from '@groundplan/actor'
import type { Kysely, Selectable } from 'kysely'
import { recordEvent } from '../postgres-event-log.ts'
import type { Database } from '../schema.ts'
import type { ApiTokenTable } from '../access-schema.ts'
import { toJson, toText } from '../storable.ts'

export class PostgresApiTokenStore implements ApiTokenStore {
  readonly #database: Kysely<Database>
  readonly #scope: Pick<Scope, 'spaceId'>

  constructor(database: Kysely<Database>, scope: Pick<Scope, 'spaceId'>) {
    this.#database = database
    this.#scope = scope
  }

  async add(token: ApiToken, hash: string): Promise<void> {
    const { id, name, permissions, createdAt, createdBy, expiresAt } = token
    await this.#database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('api_token')
        .values({
          ...{
            id,
            hash,
            name: toText(name),
            permissions: toJson(permissions),
            created_by: toJson(createdBy),
          },
          ...{ created_at: createdAt, expires_at: expiresAt, last_used_at: null, revoked_at: null },
          space_id: this.#scope.spaceId,
        })
        .execute()
      const after = { name, permissions: permissions.join(' '), expiresAt: expiresAt.toISOString() }
      const subject = { kind: 'api-token', id } as const
      const event = { at: createdAt, actor: createdBy, type: 'api-token.created', subject, after } as const
      await recordEvent(event, this.#scope, transaction)
    })
  }

  async list(): Promise<readonly ApiToken[]> {
    const rows = await this.#database
      .selectFrom('api_token')
      .selectAll()
      .where('space_id', '=', this.#scope.spaceId)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute()
    return rows.map(toToken)
  }

  async revoke(id: string, { by, at }: TokenRevocation): Promise<ApiToken | undefined> {
    return this.#database.transaction().execute(async (transaction) => {
      const revoked = await transaction
        .updateTable('api_token')
        .set({ revoked_at: at })
        .where('id', '=', id)
        .where('space_id', '=', this.#scope.spaceId)
        .where('revoked_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      if (revoked === undefined) return this.#find(id, transaction)
      const subject = { kind: 'api-token', id } as const
      const before = { name: revoked.name }
      await recordEvent(
        { at, actor: by, type: 'api-token.revoked', subject, before },
        this.#scope,
        transaction,
      )
      return toToken(revoked)
    })
  }

  async #find(id: string, database: Kysely<Database>): Promise<ApiToken | undefined> {
    const row = await database
      .selectFrom('api_token')
      .selectAll()
      .where('id', '=', id)
      .where('space_id', '=', this.#scope.spaceId)
      .executeTakeFirst()
    return row && toToken(row)
  }
}

/** The tokens of all spaces. */
export class PostgresApiTokenDirectory implements ApiTokenDirectory {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async findByHash(hash: string): Promise<FoundToken | undefined> {
    const row = await this.#database
      .selectFrom('api_token')
      .selectAll()
      .where('hash', '=', hash)
      .executeTakeFirst()
    return row && { token: toToken(row), spaceId: row.space_id }
  }

  async noteUse({ id, spaceId }: { readonly id: string; readonly spaceId: string }, at: Date): Promise<void> {
    await this.#database
      .updateTable('api_token')
      .set({ last_used_at: at })
      .where('id', '=', id)
      .where('space_id', '=', spaceId)
      .execute()
  }
}

function toToken(row: Selectable<ApiTokenTable>): ApiToken {
  return {
    ...{ id: row.id, name: row.name, permissions: row.permissions },
    ...{ createdAt: row.created_at, createdBy: row.created_by, expiresAt: row.expires_at },
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
  }
}
