import type {
  Environment,
  EnvironmentRequest,
  EnvironmentState,
  RequestStatus,
  Run,
  RunStatus,
  SealedKind,
  StepName,
} from '@groundplan/environment'
import type { ColumnType, JSONColumnType } from 'kysely'

type Timestamp = ColumnType<Date, Date, Date>
type OptionalTimestamp = ColumnType<Date | null, Date | null, Date | null>

export interface EnvironmentTable {
  id: string
  name: string
  state: EnvironmentState
  blueprint: string
  version: string
  component: string | null
  owner_name: string | null
  labels: JSONColumnType<readonly string[]>
  created_at: Timestamp
  ends_at: OptionalTimestamp
  run_id: string | null
  revision: number
  content: JSONColumnType<Environment>
  space_id: string
}

export interface EnvironmentRequestTable {
  id: string
  environment_id: string
  status: RequestStatus
  requested_at: Timestamp
  content: JSONColumnType<EnvironmentRequest>
  space_id: string
}

export interface EnvironmentRunTable {
  id: string
  environment_id: string
  status: RunStatus
  created_at: Timestamp
  token: string | null
  cancel_requested: boolean
  turn: number
  log_size: number
  content: JSONColumnType<Run>
  space_id: string
}

export interface EnvironmentSecretTable {
  environment_id: string
  kind: SealedKind
  name: string
  sealed: string
  key_id: string
  expires_at: OptionalTimestamp
  space_id: string
}

export interface EnvironmentLogTable {
  /** bigint, which arrives as text. */
  position: ColumnType<string, never, never>
  run_id: string
  at: Timestamp
  grain: string | null
  step: StepName | null
  text: string
  space_id: string
}
