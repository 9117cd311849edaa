// Over 300 lines: every table in one place, as migrations and stores see them together.
import type {
  ApiTokenTable,
  MemberTable,
  PersonSessionTable,
  RoleTable,
  SpaceSettingTable,
  SpaceTable,
  WorkloadTable,
} from './access-schema.ts'
import type { CodeChange } from '@groundplan/blueprint'
import type { Actor } from '@groundplan/actor'
import type { CredentialSettings, StoredSigningKey } from '@groundplan/cloud-credentials'
import type { CatalogDetails, CatalogProblem, Publication, SyncFailure } from '@groundplan/catalog'
import type {
  ImportRequest,
  ImportState,
  LaunchRecord,
  MissingRepository,
  ModuleCounts,
  ModuleProblem,
} from '@groundplan/importer'
import type {
  ConflictDecision,
  Declaration,
  ProposalConflict,
  ProposalPullRequest,
  ProposalSource,
  ProposalStatus,
  PullRequestPolicy,
  SideStepProblem,
} from '@groundplan/proposal'
import type { RunningJob } from '@groundplan/jobs'
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, RawBuilder } from 'kysely'
import type {
  EnvironmentLogTable,
  EnvironmentRequestTable,
  EnvironmentRunTable,
  EnvironmentSecretTable,
  EnvironmentTable,
} from './environment-tables.ts'
import type {
  TerraformStateAccessTable,
  TerraformStateTable,
  TerraformStateVersionTable,
} from './state-tables.ts'
import type { EventChainTable, EventDeliveryTable, EventTable } from './event-tables.ts'

/** The tables, as Kysely sees them; `migrations/` makes them. */
export interface Database {
  readonly proposal: ProposalTable
  readonly catalog_entry: CatalogEntryTable
  readonly catalog_version: CatalogVersionTable
  readonly catalog_state: CatalogStateTable
  readonly catalog_mark: CatalogMarkTable
  readonly catalog_problem: CatalogProblemTable
  readonly catalog_word: CatalogWordTable
  readonly catalog_trigram: CatalogTrigramTable
  readonly import: ImportTable
  readonly review_state: ReviewStateTable
  readonly scanned_repository: ScannedRepositoryTable
  readonly registered_repository: RegisteredRepositoryTable
  readonly code_comparison: CodeComparisonTable
  readonly webhook: WebhookTable
  readonly lease: LeaseTable
  readonly blueprint_repository: BlueprintRepositoryTable
  readonly name_reservation: NameReservationTable
  readonly event: EventTable
  readonly event_chain: EventChainTable
  readonly event_delivery: EventDeliveryTable
  readonly side_step_problem: SideStepProblemTable
  readonly dashboard: DashboardTable
  readonly module_launch: ModuleLaunchTable
  readonly api_token: ApiTokenTable
  readonly workload: WorkloadTable
  readonly secret: SecretTable
  readonly member: MemberTable
  readonly role: RoleTable
  readonly space: SpaceTable
  readonly space_setting: SpaceSettingTable
  readonly publication: PublicationTable
  readonly person_session: PersonSessionTable
  readonly master_key: MasterKeyTable
  readonly signing_key: SigningKeyTable
  readonly cloud_credential: CloudCredentialTable
  readonly environment: EnvironmentTable
  readonly environment_request: EnvironmentRequestTable
  readonly environment_run: EnvironmentRunTable
  readonly environment_secret: EnvironmentSecretTable
  readonly environment_log: EnvironmentLogTable
  readonly worker: WorkerTable
  readonly terraform_state: TerraformStateTable
  readonly terraform_state_version: TerraformStateVersionTable
  readonly terraform_state_access: TerraformStateAccessTable
}

/** What the keys of rows of a blueprint repository end with. */
export interface ScopeColumns {
  space_id: string
  blueprint_repository_id: string
}

type TextList = ColumnType<readonly string[], readonly string[], readonly string[]>
type Timestamp = ColumnType<Date, Date, Date>

export interface CodeComparisonTable extends ScopeColumns {
  path: string
  from_commit: string
  to_commit: string
  changes: ColumnType<readonly CodeChange[], string, string>
}

export interface WorkerTable extends ScopeColumns {
  id: string
  host: string
  pid: number
  version: string
  pools: JSONColumnType<readonly string[]>
  started_at: Timestamp
  seen_at: Timestamp
  running: JSONColumnType<readonly (Omit<RunningJob, 'startedAt'> & { readonly startedAt: string })[]>
}

export interface ModuleLaunchTable extends ScopeColumns {
  path: string
  commit: string
  verdict: LaunchRecord['verdict']
  reasons: ColumnType<LaunchRecord['reasons'], string, string>
}

export interface ProposalTable extends ScopeColumns {
  number: Generated<number>
  blueprint: string
  kind: 'new' | 'update' | 'retirement'
  title: string
  body: string
  branch: string
  generated_commit: string
  content_id: string
  source: JSONColumnType<ProposalSource>
  created_at: Timestamp
  updated_at: Timestamp
  status: ProposalStatus
  decided_by: JSONColumnType<Actor | null, string | null, string | null>
  decided_at: ColumnType<Date | null, Date | null, Date | null>
  merge_commit: string | null
  reason: string | null
  pull_request: JSONColumnType<ProposalPullRequest | null, string | null, string | null>
  policy: JSONColumnType<PullRequestPolicy | null, string | null, string | null>
  asked_by: JSONColumnType<Actor | null, string | null, string | null>
  /** These three are what lists show; null where nobody knows. */
  breaking: number | null
  conflict_count: number | null
  owners: string[] | null
  conflicts: ColumnType<readonly StoredConflict[] | null, string | null | undefined, string | null>
  declarations: ColumnType<readonly Declaration[] | null, string | null | undefined, string | null>
  /** Made by the database: name, title, repository and path in lower case. */
  search_text: ColumnType<string, never, never>
}

/** As JSON has it: with times as texts. */
export type StoredConflict = Omit<ProposalConflict, 'decision'> & {
  readonly decision?: Omit<ConflictDecision, 'at'> & { readonly at: string }
}

export interface CatalogEntryTable extends ScopeColumns {
  name: string
  display_name: string
  description: string | null
  labels: JSONColumnType<readonly string[]>
  retired: boolean
  version: string
  providers: TextList
  repositories: TextList
  owners: TextList
  /** `null` until it is described. */
  details: JSONColumnType<CatalogDetails | null, string | null | undefined, string | null>
  /** Those of the details. */
  sources: GeneratedAlways<CatalogDetails['sources'] | null>
  /** All of these and the labels, to filter by. */
  facets: TextList
  search_name: string
  /** Only read by the database. */
  document: ColumnType<string, RawBuilder<string>, RawBuilder<string>>
  description_form: number
}

/** Words that occur in the catalog, from which misspelled ones are guessed. */
export interface CatalogWordTable extends ScopeColumns {
  word: string
}

export interface CatalogTrigramTable extends ScopeColumns {
  trigram: string
  word: string
}

/** The space is the one that it is published to. */
export interface PublicationTable extends ScopeColumns {
  blueprint: string
  defaults: JSONColumnType<Publication['defaults']>
  hidden: JSONColumnType<Publication['hidden']>
  published_at: Timestamp
  published_by: JSONColumnType<Actor>
}

export interface CatalogProblemTable extends ScopeColumns {
  path: string
  blob_id: string
  diagnostics: JSONColumnType<CatalogProblem['diagnostics']>
  checked_by: string
}

export interface CatalogVersionTable extends ScopeColumns {
  blueprint: string
  version: string
  ordinal: number
  commit: string
  blob_id: string
  text: string
  published_at: Timestamp
}

/** One row for each blueprint repository. */
export interface CatalogStateTable extends ScopeColumns {
  synced_commit: string | null
  checked_at: ColumnType<Date | null, Date | null | undefined, Date | null>
  behind_since: ColumnType<Date | null, Date | null | undefined, Date | null>
  failure: JSONColumnType<SyncFailure | null, string | null | undefined, string | null>
}

export interface CatalogMarkTable extends ScopeColumns {
  readonly mark: string
}

export interface ImportTable extends ScopeColumns {
  number: Generated<number>
  request: JSONColumnType<ImportRequest>
  started_at: Timestamp
  status: ImportState['status']
  state: JSONColumnType<Readonly<Record<string, unknown>>>
  /** Of the attempt that runs it; no other one may change it. */
  token: Generated<string>
  cancel_requested: Generated<boolean>
  /** True if it found nothing to do. */
  quiet: Generated<boolean>
  /** How many modules had each outcome, once it has finished. */
  counts: JSONColumnType<ModuleCounts | null, string | null, string | null>
}

export interface LeaseTable extends ScopeColumns {
  key: string
  holder: string
  /** From the sequence `lease_token`; bigint, which arrives as text. */
  token: ColumnType<string, string, string>
  expires_at: Timestamp
}

/** One row for each blueprint repository. */
export interface BlueprintRepositoryTable extends ScopeColumns {
  root_commit: string
}

/** One row for each blueprint repository. */
export interface ReviewStateTable extends ScopeColumns {
  followed_at: Timestamp
}

/** One row for each blueprint repository. */
export interface DashboardTable extends ScopeColumns {
  fingerprint: string
  written_at: Timestamp
}

export interface WebhookTable {
  space_id: string
  host: string
  repository: string
  fingerprint: string
  refused: boolean
  at: Timestamp
}

export interface ScannedRepositoryTable extends ScopeColumns {
  host: string
  id: string
  ref: string
  change_token: string | null
  commit: string
  settings_id: string
  settled: boolean
  store: string
  modules: number
  problems: JSONColumnType<readonly ModuleProblem[]>
  scanned_at: Timestamp
}

export interface RegisteredRepositoryTable extends ScopeColumns {
  position: Generated<string>
  host: string
  id: string
  store: string
  former_stores: TextList
  owner: string
  name: string
  former_names: TextList
  address: string
  missing: JSONColumnType<StoredMissing | null, string | null, string | null>
}

/** As JSON has it: with times as texts. */
type StoredMissing = Omit<MissingRepository, 'since'> & { readonly since: string }

export interface SideStepProblemTable extends ScopeColumns {
  kind: SideStepProblem['kind']
  subject: string
  /** Empty if the step has none. */
  about: string
  since: Timestamp
  facts: JSONColumnType<Omit<SideStepProblem, 'kind' | 'subject' | 'about' | 'since'>>
}

export interface NameReservationTable extends ScopeColumns {
  import_id: string
  name: string
  source: JSONColumnType<ProposalSource>
  reserved_at: ColumnType<Date, never, never>
}

export interface SecretTable {
  name: string
  origins: JSONColumnType<readonly string[]>
  sealed: string
  key_id: string
  created_at: Timestamp
  created_by: JSONColumnType<Actor>
  changed_at: ColumnType<Date, Date, Date>
  changed_by: JSONColumnType<Actor>
  last_used_at: ColumnType<Date | null, Date | null, Date | null>
  last_used_for: string | null
  space_id: string
}

/** Of the installation. */
export interface MasterKeyTable {
  id: string
  /** ARN of the service's key. */
  wrapped_by: string
  /** In base64. */
  ciphertext: string
  created_at: Timestamp
}

/** Of the installation: the issuer is one for all spaces. */
export interface SigningKeyTable {
  kid: string
  public_key: JSONColumnType<StoredSigningKey['publicKey']>
  sealed: string
  key_id: string
  created_at: Timestamp
}

export interface CloudCredentialTable {
  name: string
  settings: JSONColumnType<CredentialSettings>
  /** Only of static keys. */
  sealed: string | null
  key_id: string | null
  created_at: Timestamp
  created_by: JSONColumnType<Actor>
  changed_at: ColumnType<Date, Date, Date>
  changed_by: JSONColumnType<Actor>
  last_used_at: ColumnType<Date | null, null, Date>
  last_used_for: ColumnType<string | null, null, string>
  space_id: string
}
