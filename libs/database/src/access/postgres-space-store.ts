import {
  spaceLimitNames,
  type AccessChange,
  type Space,
  type SpaceDeclaration,
  type SpaceLimits,
  type SpaceRequest,
  type SpaceStore,
} from '@groundplan/access'
import { accountSpaceId } from '@groundplan/actor'
import type { NewEvent } from '@groundplan/events'
import { sql, type Insertable, type Kysely, type Selectable, type Transaction } from 'kysely'
import type { SpaceSettingTable, SpaceTable } from '../access-schema.ts'
import { recordEvent } from '../postgres-event-log.ts'
import type { Database } from '../schema.ts'
import { toJson, toText } from '../storable.ts'

/** Its events are the account's: a space that is made has nobody in it yet who could read its own. */
export class PostgresSpaceStore implements SpaceStore {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async list(): Promise<readonly Space[]> {
    const rows = await this.#database
      .selectFrom('space')
      .selectAll()
      .orderBy(sql`space_id collate "C"`)
      .execute()
    return rows.map(toSpace)
  }

  async find(name: string): Promise<Space | undefined> {
    const row = await this.#database
      .selectFrom('space')
      .selectAll()
      .where('space_id', '=', toText(name))
      .executeTakeFirst()
    return row && toSpace(row)
  }

  async put(request: SpaceRequest, { by, at }: AccessChange): Promise<Space> {
    const { name } = request
    const value = {
      title: toText(request.title),
      description: toText(request.description),
      archived_at: null,
    }
    return this.#database.transaction().execute(async (transaction) => {
      const known = await findForUpdate(name, transaction)
      const row = await transaction
        .insertInto('space')
        .values({ ...value, created_at: at, space_id: name })
        .onConflict((conflict) => conflict.column('space_id').doUpdateSet(value))
        .returningAll()
        .executeTakeFirstOrThrow()
      const [before, after] = [known && factsOf(known), factsOf(row)]
      if (known?.archived_at === null && JSON.stringify(before) === JSON.stringify(after)) return toSpace(row)
      const change = known === undefined ? 'created' : known.archived_at === null ? 'changed' : 'restored'
      const event = { at, actor: by, type: `space.${change}`, subject: { kind: 'space', id: name } } as const
      await recordEvent({ ...event, before, after }, { spaceId: accountSpaceId }, transaction)
      return toSpace(row)
    })
  }

  async declare(name: string, declaration: SpaceDeclaration, { by, at }: AccessChange): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      const known = await findForUpdate(name, transaction)
      if (known === undefined) return
      const row = await transaction
        .updateTable('space')
        .set({ declaration: toJson(declaration) })
        .where('space_id', '=', name)
        .returningAll()
        .executeTakeFirstOrThrow()
      if (JSON.stringify(row.declaration) === JSON.stringify(known.declaration)) return
      const event = { at, actor: by, type: 'space.changed', subject: { kind: 'space', id: name } } as const
      const [before, after] = [known, row].map(({ declaration: found }) => ({
        ...(found === null || found.isRemoved
          ? { declaredIn: null }
          : { declaredIn: found.path, lists: found.parts.join(' ') }),
      }))
      await recordEvent({ ...event, before, after }, { spaceId: accountSpaceId }, transaction)
    })
  }

  async readLimits(name: string): Promise<SpaceLimits> {
    return (await this.#readSettings(name))?.limits ?? {}
  }

  async setLimits(name: string, limits: SpaceLimits, { by, at }: AccessChange): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      const known = (await findSettings(name, transaction))?.limits ?? {}
      if (spaceLimitNames.every((key) => known[key] === limits[key])) return
      await putSettings({ space_id: name, limits: toJson(limits) }, transaction)
      const facts = { before: { ...known }, after: { ...limits } } as Pick<NewEvent, 'before' | 'after'>
      await recordEvent(
        { at, actor: by, type: 'space.limits-changed', subject: { kind: 'space', id: name }, ...facts },
        { spaceId: accountSpaceId },
        transaction,
      )
    })
  }

  async readPool(name: string): Promise<string | undefined> {
    return (await this.#readSettings(name))?.pool ?? undefined
  }

  async setPool(name: string, pool: string | undefined, { by, at }: AccessChange): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      const before = (await findSettings(name, transaction))?.pool ?? undefined
      if (before === pool) return
      await putSettings({ space_id: name, pool: pool ?? null }, transaction)
      const facts = { before: { pool: before ?? null }, after: { pool: pool ?? null } }
      await recordEvent(
        { at, actor: by, type: 'space.pool-changed', subject: { kind: 'space', id: name }, ...facts },
        { spaceId: accountSpaceId },
        transaction,
      )
    })
  }

  async listPools(): Promise<readonly string[]> {
    const rows = await this.#database
      .selectFrom('space_setting as setting')
      .leftJoin('space', 'space.space_id', 'setting.space_id')
      .select('pool')
      .distinct()
      .where('pool', 'is not', null)
      .where('space.archived_at', 'is', null)
      .execute()
    return rows.flatMap(({ pool }) => pool ?? []).toSorted()
  }

  #readSettings(name: string) {
    return this.#database
      .selectFrom('space_setting')
      .selectAll()
      .where('space_id', '=', toText(name))
      .executeTakeFirst()
  }

  async archive(name: string, { by, at }: AccessChange): Promise<Space | undefined> {
    return this.#database.transaction().execute(async (transaction) => {
      const known = await findForUpdate(name, transaction)
      if (known === undefined || known.archived_at !== null) return known && toSpace(known)
      const row = await transaction
        .updateTable('space')
        .set({ archived_at: at })
        .where('space_id', '=', name)
        .returningAll()
        .executeTakeFirstOrThrow()
      const event = { at, actor: by, type: 'space.archived', subject: { kind: 'space', id: name } } as const
      await recordEvent({ ...event, before: factsOf(row) }, { spaceId: accountSpaceId }, transaction)
      return toSpace(row)
    })
  }
}

function findSettings(name: string, transaction: Transaction<Database>) {
  return transaction
    .selectFrom('space_setting')
    .selectAll()
    .where('space_id', '=', name)
    .forUpdate()
    .executeTakeFirst()
}

async function putSettings(
  row: Insertable<SpaceSettingTable>,
  transaction: Transaction<Database>,
): Promise<void> {
  await transaction
    .insertInto('space_setting')
    .values(row)
    .onConflict((conflict) => conflict.column('space_id').doUpdateSet(row))
    .execute()
}

function findForUpdate(name: string, transaction: Transaction<Database>) {
  return transaction
    .selectFrom('space')
    .selectAll()
    .where('space_id', '=', toText(name))
    .forUpdate()
    .executeTakeFirst()
}

function factsOf({ title, description }: Selectable<SpaceTable>) {
  return { title, description }
}

function toSpace(row: Selectable<SpaceTable>): Space {
  return {
    ...{ name: row.space_id, title: row.title, description: row.description, createdAt: row.created_at },
    ...(row.archived_at === null ? {} : { archivedAt: row.archived_at }),
    ...(row.declaration === null ? {} : { declaration: row.declaration }),
  }
}
