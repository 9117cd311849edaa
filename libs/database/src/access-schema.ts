import type {
  Identity,
  MemberKind,
  Permission,
  SessionClient,
  SpaceDeclaration,
  SpaceLimits,
} from '@groundplan/access'
import type { Actor } from '@groundplan/actor'
import type { ColumnType, JSONColumnType } from 'kysely'

type Timestamp = ColumnType<Date, Date, Date>

export interface ApiTokenTable {
  id: string
  hash: string
  name: string
  permissions: JSONColumnType<readonly Permission[]>
  created_at: Timestamp
  created_by: JSONColumnType<Actor>
  expires_at: Timestamp
  last_used_at: ColumnType<Date | null, Date | null, Date | null>
  revoked_at: ColumnType<Date | null, Date | null, Date | null>
  space_id: string
}

export interface WorkloadTable {
  id: string
  name: string
  issuer: string
  audience: string
  claims: JSONColumnType<Readonly<Record<string, string>>>
  permissions: JSONColumnType<readonly Permission[]>
  created_at: Timestamp
  created_by: JSONColumnType<Actor>
  last_used_at: ColumnType<Date | null, Date | null, Date | null>
  space_id: string
}

export interface MemberTable {
  kind: MemberKind
  name: string
  role: string
  space_id: string
  added_at: Timestamp
}

/** The space's name is its id. */
export interface SpaceTable {
  title: string
  description: string
  created_at: ColumnType<Date, Date, never>
  archived_at: ColumnType<Date | null, Date | null, Date | null>
  declaration: JSONColumnType<SpaceDeclaration | null, string | null | undefined, string | null>
  space_id: string
}

export interface SpaceSettingTable {
  limits: JSONColumnType<SpaceLimits | null, string | null | undefined, string | null>
  /** Of workers; null: the default pool. */
  pool: ColumnType<string | null, string | null | undefined, string | null>
  space_id: string
}

export interface RoleTable {
  name: string
  title: string
  permissions: JSONColumnType<readonly Permission[]>
}

export interface PersonSessionTable {
  id: string
  issuer: string
  subject: string
  identity: JSONColumnType<Identity>
  client: SessionClient
  created_at: Timestamp
  seen_at: Timestamp
  expires_at: Timestamp
  provider_session: string | null
  hash: string
  previous_hash: string | null
  rotated_at: Timestamp
  confirmed_at: ColumnType<Date | null, Date | null, Date | null>
}
