import type { KnownSignIn, Member, MemberKind, Permission, SignInDirectory } from '@groundplan/access'
import { accountSpaceId } from '@groundplan/actor'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { toStoredSession } from './postgres-session-store.ts'

interface MemberRow {
  readonly kind: MemberKind
  readonly name: string
  readonly role: string
  readonly space_id: string
}

interface RoleRow {
  readonly name: string
  readonly title: string
  readonly permissions: readonly Permission[]
}

/** Finds all of it with one statement: each is a message to the database, and every request asks. */
export class PostgresSignInDirectory implements SignInDirectory {
  readonly #database: Kysely<Database>

  constructor(database: Kysely<Database>) {
    this.#database = database
  }

  async find(hash: string): Promise<KnownSignIn | undefined> {
    const row = await this.#database
      .selectFrom('person_session')
      .selectAll()
      .select([
        sql<readonly MemberRow[]>`(select coalesce(jsonb_agg(to_jsonb(member)), '[]')
          from member where (kind, name) in (
            select 'person', identity ->> 'username'
            union all select 'group', jsonb_array_elements_text(identity -> 'groups')))`.as('members'),
        sql<readonly RoleRow[]>`(select coalesce(jsonb_agg(to_jsonb(role) order by name collate "C"), '[]')
          from role)`.as('roles'),
      ])
      .where(({ or, eb }) => or([eb('hash', '=', hash), eb('previous_hash', '=', hash)]))
      .executeTakeFirst()
    return (
      row && {
        stored: toStoredSession(row),
        members: row.members.map(toMember),
        roles: row.roles.map(({ name, title, permissions }) => ({
          ...{ name, title, permissions: new Set(permissions) },
        })),
      }
    )
  }
}

function toMember({ kind, name, role, space_id: spaceId }: MemberRow): Member {
  return { kind, name, role, ...(spaceId === accountSpaceId ? {} : { spaceId }) }
}
