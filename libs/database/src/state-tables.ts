import type { StateLock, VersionOrigin } from '@groundplan/terraform-state'
import type { ColumnType, JSONColumnType } from 'kysely'

type Timestamp = ColumnType<Date, Date, Date>

interface StateColumns {
  environment: string
  grain: string
  space_id: string
}

export interface TerraformStateTable extends StateColumns {
  sealed: string
  key_id: string
  lock_id: string | null
  lock: ColumnType<StoredLock | null, string | null, string | null>
}

/** As JSON has it: with times as texts. */
export type StoredLock = Omit<StateLock, 'at'> & { readonly at: string }

export interface TerraformStateVersionTable extends StateColumns {
  number: number
  serial: ColumnType<string | number, number, number>
  lineage: string
  md5: string
  size: number
  terraform_version: string
  created_at: Timestamp
  origin: JSONColumnType<VersionOrigin>
  content: ColumnType<Uint8Array, Uint8Array, never>
}

export interface TerraformStateAccessTable extends StateColumns {
  hash: string
  run: string
  expires_at: Timestamp
}
