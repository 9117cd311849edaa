import type { AccessChange, Permission, Role, RoleStore } from '@groundplan/access'
import { accountSpaceId } from '@groundplan/actor'
import { sql, type Kysely } from 'kysely'
import { recordEvent } from '../postgres-event-log.ts'
import type { Database } from '../schema.ts'
import { toJson, toText } from '../storable.ts'

export class PostgresRoleStore implements RoleStore {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async list(): Promise<readonly Role[]> {
    const rows = await this.#database
      .selectFrom('role')
      .selectAll()
      .orderBy(sql`name collate "C"`)
      .execute()
    return rows.map(({ name, title, permissions }) => ({ name, title, permissions: new Set(permissions) }))
  }

  async put({ name, title, permissions }: Role, { by, at }: AccessChange): Promise<void> {
    const value = { title: toText(title), permissions: toJson([...permissions]) }
    await this.#database.transaction().execute(async (transaction) => {
      const known = await transaction
        .selectFrom('role')
        .select('permissions')
        .where('name', '=', name)
        .forUpdate()
        .executeTakeFirst()
      await transaction
        .insertInto('role')
        .values({ name, ...value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(value))
        .execute()
      const event = {
        ...({ at, actor: by, type: known === undefined ? 'role.created' : 'role.changed' } as const),
        subject: { kind: 'role', id: name },
        before: known && factsOf(known.permissions),
        after: factsOf([...permissions]),
      } as const
      await recordEvent(event, { spaceId: accountSpaceId }, transaction)
    })
  }

  async remove(name: string, { by, at }: AccessChange): Promise<boolean> {
    return this.#database.transaction().execute(async (transaction) => {
      const removed = await transaction
        .deleteFrom('role')
        .where('name', '=', name)
        .returning('permissions')
        .executeTakeFirst()
      if (removed === undefined) return false
      const subject = { kind: 'role', id: name } as const
      const before = factsOf(removed.permissions)
      await recordEvent(
        { at, actor: by, type: 'role.removed', subject, before },
        { spaceId: accountSpaceId },
        transaction,
      )
      return true
    })
  }
}

function factsOf(permissions: readonly Permission[]) {
  return { permissions: permissions.toSorted().join(' ') }
}
