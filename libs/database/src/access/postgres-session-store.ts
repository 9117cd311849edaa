import {
  actorOf,
  type Session,
  type SessionEnd,
  type SessionOwner,
  type SessionRotation,
  type SessionStore,
  type StoredSession,
} from '@groundplan/access'
import { accountSpaceId } from '@groundplan/actor'
import { sql, type ExpressionBuilder, type Kysely, type Selectable } from 'kysely'
import { recordEvent } from '../postgres-event-log.ts'
import type { Database } from '../schema.ts'
import type { PersonSessionTable } from '../access-schema.ts'
import { toJson, toText } from '../storable.ts'

type Condition = (eb: ExpressionBuilder<Database, 'person_session'>) => ReturnType<typeof eb.and>

export class PostgresSessionStore implements SessionStore {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async add({ session, keys }: StoredSession): Promise<void> {
    const { id, identity, client, createdAt, seenAt, expiresAt, providerSession } = session
    await this.#database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('person_session')
        .values({
          ...{ id, client, identity: toJson(identity), created_at: createdAt, seen_at: seenAt },
          ...{ issuer: toText(identity.issuer), subject: toText(identity.subject), expires_at: expiresAt },
          ...{ provider_session: providerSession ?? null, hash: keys.hash },
          ...{ previous_hash: keys.previousHash ?? null },
          ...{ rotated_at: keys.rotatedAt, confirmed_at: keys.confirmedAt ?? null },
        })
        .execute()
      const event = { at: createdAt, actor: actorOf(identity), type: 'session.started' } as const
      const subject = { kind: 'session', id } as const
      const after = { client, groups: identity.groups.join(' ').slice(0, 2000) }
      await recordEvent({ ...event, subject, after }, { spaceId: accountSpaceId }, transaction)
    })
  }

  async findByHash(hash: string): Promise<StoredSession | undefined> {
    const row = await this.#database
      .selectFrom('person_session')
      .selectAll()
      .where(({ or, eb }) => or([eb('hash', '=', hash), eb('previous_hash', '=', hash)]))
      .executeTakeFirst()
    return row && toStoredSession(row)
  }

  async noteUse(
    id: string,
    { at, confirms }: { readonly at: Date; readonly confirms: boolean },
  ): Promise<void> {
    await this.#database
      .updateTable('person_session')
      .set({
        seen_at: at,
        ...(confirms ? { confirmed_at: sql<Date>`coalesce(confirmed_at, ${at})` } : {}),
      })
      .where('id', '=', id)
      .execute()
  }

  async rotate(id: string, { from, to, previous, at }: SessionRotation): Promise<boolean> {
    const { numUpdatedRows: count } = await this.#database
      .updateTable('person_session')
      .set({ hash: to, previous_hash: previous, rotated_at: at, confirmed_at: null })
      .where('id', '=', id)
      .where('hash', '=', from)
      .executeTakeFirstOrThrow()
    return count === 1n
  }

  async end(id: string, end: { readonly reason: SessionEnd; readonly at: Date }): Promise<void> {
    await this.#end((eb) => eb.and({ id }), end)
  }

  async endOf(
    { issuer, subject, providerSession }: SessionOwner,
    end: { readonly reason: SessionEnd; readonly at: Date },
  ): Promise<number> {
    const whose = {
      issuer,
      ...(subject === undefined ? {} : { subject }),
      ...(providerSession === undefined ? {} : { provider_session: providerSession }),
    }
    return this.#end((eb) => eb.and(whose), end)
  }

  async listOf({ issuer, subject }: { readonly issuer: string; readonly subject: string }) {
    const rows = await this.#database
      .selectFrom('person_session')
      .selectAll()
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .orderBy('created_at', 'desc')
      .execute()
    return rows.map((row) => toStoredSession(row).session)
  }

  async tidy({ at, seenBefore }: { readonly at: Date; readonly seenBefore: Date }): Promise<void> {
    await this.#database
      .deleteFrom('person_session')
      .where(({ or, eb }) => or([eb('expires_at', '<=', at), eb('seen_at', '<', seenBefore)]))
      .execute()
  }

  async #end(
    condition: Condition,
    { reason, at }: { readonly reason: SessionEnd; readonly at: Date },
  ): Promise<number> {
    return this.#database.transaction().execute(async (transaction) => {
      const ended = await transaction
        .deleteFrom('person_session')
        .where(condition)
        .returning(['id', 'identity'])
        .execute()
      for (const { id, identity } of ended) {
        const subject = { kind: 'session', id } as const
        const event = { at, actor: actorOf(identity), type: 'session.ended', subject, reason } as const
        await recordEvent(event, { spaceId: accountSpaceId }, transaction)
      }
      return ended.length
    })
  }
}

export function toStoredSession(row: Selectable<PersonSessionTable>): StoredSession {
  const session: Session = {
    ...{ id: row.id, identity: row.identity, client: row.client },
    ...{ createdAt: row.created_at, seenAt: row.seen_at, expiresAt: row.expires_at },
    ...(row.provider_session === null ? {} : { providerSession: row.provider_session }),
  }
  const keys = {
    ...{ hash: row.hash, rotatedAt: row.rotated_at },
    ...(row.previous_hash === null ? {} : { previousHash: row.previous_hash }),
    ...(row.confirmed_at === null ? {} : { confirmedAt: row.confirmed_at }),
  }
  return { session, keys }
}
