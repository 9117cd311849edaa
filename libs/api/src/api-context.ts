import type {
  ApiTokenDirectory,
  ApiTokenStore,
  Caller,
  MemberStore,
  RoleStore,
  SpaceStore,
  WorkloadStore,
} from '@groundplan/access'
import type {
  CatalogDependencies,
  CatalogFollower,
  CatalogReader,
  PublicationStore,
} from '@groundplan/catalog'
import type { EnvironmentStore, Policies, ValueChecker } from '@groundplan/environment'
import type { AuditLog, EventLog } from '@groundplan/events'
import type { Imports, LaunchStore } from '@groundplan/importer'
import type { JobMonitor, WorkerStore } from '@groundplan/jobs'
import type { ProblemStore, ReviewHost } from '@groundplan/proposal'
import type { CredentialDependencies } from '@groundplan/cloud-credentials'
import type { KeyRotationDependencies, MasterKeys, SecretStore } from '@groundplan/secrets'
import type { BackendDependencies } from '@groundplan/terraform-state'
import type { ResponseBudget } from './response-budget.ts'

/** What cloud credentials need beside the rest. */
export interface CloudDependencies extends Pick<
  CredentialDependencies,
  'credentials' | 'gateway' | 'issuer'
> {
  /** Terraform states that the server keeps. */
  readonly states?: BackendDependencies | undefined
}

export interface EnvironmentContext {
  readonly store: EnvironmentStore
  readonly policies: Policies
  /** Absent: values are checked when they are planned. */
  readonly valueChecker?: ValueChecker | undefined
}

/** What procedures work with; made once by the server for each space, with the caller added at each request. */
export interface ApiContext
  extends
    CatalogDependencies,
    Pick<KeyRotationDependencies, 'masterKeyRotation' | 'resealOthers' | 'listSecretStores'> {
  readonly imports: Imports
  /** What of the catalog the space sees. */
  readonly visibleCatalog: CatalogReader
  /** Blueprints that are published to the space; absent in the home space, which sees all. */
  readonly publications?: PublicationStore | undefined
  /** Those of any other space, for whoever manages spaces. */
  readonly publicationsOf: (spaceId: string) => PublicationStore
  /** What cloud credentials of any space work with. */
  readonly credentialsOf: (spaceId: string) => CredentialDependencies
  /** Keeps the catalog in step with the blueprint repository. */
  readonly catalogFollower: CatalogFollower
  /** Finds where the blueprint repository is reviewed; `undefined` if here. */
  readonly findReviewHost?: (() => Promise<ReviewHost | undefined>) | undefined
  /** Who calls, as history records it, and what they may do. Where nobody signs in this names no person. */
  readonly caller: Caller
  /** The space of the request. Only the home space has a blueprint repository with imports and proposals; all see its catalog. */
  readonly spaceId: string
  readonly spaces: SpaceStore
  /** Tokens of programs of the space, and of those of all spaces the one that somebody calls with. */
  readonly tokens: ApiTokenStore
  readonly tokenDirectory: ApiTokenDirectory
  /** Programs that other issuers vouch for. */
  readonly workloads: WorkloadStore
  readonly members: MemberStore
  readonly roles: RoleStore
  readonly secrets: SecretStore
  readonly findMasterKeys: () => Promise<MasterKeys>
  /** Cloud credentials; absent: none can be stored. */
  readonly cloud?: CloudDependencies | undefined
  /** Background work. */
  readonly jobs: JobMonitor
  readonly workers: Pick<WorkerStore, 'list'>
  /** Environments of the space and what judges requests about them; absent: this server launches none. */
  readonly environments?: EnvironmentContext | undefined
  /** What could not be done beside decisions and imports. */
  readonly problems?: ProblemStore | undefined
  /** Whether modules can be launched; unknown of all if absent. */
  readonly launches?: LaunchStore | undefined
  /** What happened to proposals. */
  readonly events: EventLog
  /** What happened in the space, as a chain. */
  readonly audit: AuditLog
  /** Events that belong to no space: who signed in, roles, and members of all spaces. */
  readonly accountAudit: AuditLog
  /** Names this request in events and logs. */
  readonly correlationId?: string | undefined
  /** Throws PlatformError if the caller may not import from one of these addresses; absent: any address is allowed. */
  readonly checkImportAddresses?: ((addresses: readonly string[]) => Promise<void>) | undefined
  /** Counts what the calls of one batch answer; absent for single calls. */
  readonly responseBudget?: ResponseBudget | undefined
  /** Version of the running server. */
  readonly version: string
}
