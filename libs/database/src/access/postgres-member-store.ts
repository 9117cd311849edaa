import type {
  AccessChange,
  Identity,
  ListedMember,
  Member,
  MemberKind,
  MemberStore,
} from '@groundplan/access'
import { accountSpaceId } from '@groundplan/actor'
import { sql, type Kysely, type Selectable } from 'kysely'
import { recordEvent } from '../postgres-event-log.ts'
import type { Database } from '../schema.ts'
import type { MemberTable } from '../access-schema.ts'
import { toText } from '../storable.ts'

export class PostgresMemberStore implements MemberStore {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async list(spaceId: string | undefined): Promise<readonly ListedMember[]> {
    const rows = await this.#database
      .selectFrom('member')
      .selectAll()
      .where('space_id', '=', spaceId ?? accountSpaceId)
      .orderBy(sql`kind collate "C", name collate "C", role collate "C"`)
      .execute()
    return rows.map((row) => ({ ...toMember(row), since: row.added_at }))
  }

  async listFor({ username, groups }: Identity): Promise<readonly Member[]> {
    const rows = await this.#database
      .selectFrom('member')
      .selectAll()
      .where(({ and, or, eb }) => {
        const named = (kind: MemberKind, names: readonly string[]) =>
          and([eb('kind', '=', kind), eb('name', '=', sql<string>`any(${names.map(toText)})`)])
        return or([named('person', [username]), named('group', groups)])
      })
      .execute()
    return rows.map(toMember)
  }

  async add(member: Member, { by, at }: AccessChange): Promise<boolean> {
    const row = toRow(member)
    return this.#database.transaction().execute(async (transaction) => {
      const { numInsertedOrUpdatedRows: count } = await transaction
        .insertInto('member')
        .values({ ...row, added_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      if (count !== 1n) return false
      const subject = { kind: 'member', id: `${row.kind}:${row.name}` } as const
      const event = { at, actor: by, type: 'member.added', subject, after: { role: row.role } } as const
      await recordEvent(event, { spaceId: row.space_id }, transaction)
      return true
    })
  }

  async remove(member: Member, { by, at }: AccessChange): Promise<boolean> {
    const row = toRow(member)
    return this.#database.transaction().execute(async (transaction) => {
      const { numDeletedRows: count } = await transaction
        .deleteFrom('member')
        .where((eb) => eb.and(row))
        .executeTakeFirstOrThrow()
      if (count !== 1n) return false
      const subject = { kind: 'member', id: `${row.kind}:${row.name}` } as const
      const event = { at, actor: by, type: 'member.removed', subject, before: { role: row.role } } as const
      await recordEvent(event, { spaceId: row.space_id }, transaction)
      return true
    })
  }

  async changeRole(member: Member, role: string, { by, at }: AccessChange) {
    const row = toRow(member)
    return this.#database.transaction().execute(async (transaction) => {
      const rows = transaction.selectFrom('member').select('role').where('space_id', '=', row.space_id)
      const held = await rows
        .where('kind', '=', row.kind)
        .where('name', '=', row.name)
        .where('role', 'in', [row.role, role])
        .forUpdate()
        .execute()
      if (!held.some((each) => each.role === row.role)) return 'missing'
      const inserted = await transaction
        .insertInto('member')
        .values({ ...row, role, added_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      if (inserted.numInsertedOrUpdatedRows !== 1n) return 'taken'
      await transaction
        .deleteFrom('member')
        .where((eb) => eb.and(row))
        .execute()
      const subject = { kind: 'member', id: `${row.kind}:${row.name}` } as const
      const facts = { before: { role: row.role }, after: { role } }
      const event = { at, actor: by, type: 'member.role-changed', subject, ...facts } as const
      await recordEvent(event, { spaceId: row.space_id }, transaction)
      return 'changed'
    })
  }
}

function toRow({ kind, name, role, spaceId }: Member): Omit<Selectable<MemberTable>, 'added_at'> {
  return { kind, name: toText(name), role, space_id: spaceId ?? accountSpaceId }
}

function toMember({ kind, name, role, space_id: spaceId }: Selectable<MemberTable>): Member {
  return { kind, name, role, ...(spaceId === accountSpaceId ? {} : { spaceId }) }
}
