export type { Permission } from '@groundplan/access'
export type { ApiContext, CloudDependencies, EnvironmentContext } from './api-context.ts'
export { appRouter } from './app-router.ts'
export type { AppRouter } from './app-router.ts'
export { errorReference } from './error-reference.ts'
export type { PageView } from './paging/cursor.ts'
export { ResponseBudget } from './response-budget.ts'
export type { CatalogStatus } from './catalog/catalog-status.ts'
export type {
  BlueprintView,
  CatalogEntryView,
  CatalogVersionChanges,
  CatalogVersionView,
} from './catalog/catalog-views.ts'
export type { JobView, WorkerView } from './jobs/jobs-router.ts'
export type { MemberView } from './members/members-router.ts'
export type { RoleView } from './members/roles-router.ts'
export type { CredentialView } from './credentials/credentials-router.ts'
export type {
  EnvironmentRequestView,
  EnvironmentRunView,
  EnvironmentSnapshotView,
  EnvironmentView,
} from './environments/environment-views.ts'
export type { AuditEventView } from './audit/audit-router.ts'
export type { PublicationView } from './spaces/publications-router.ts'
export type { OwnSpaceView, SpacesPlanView, SpaceView } from './spaces/spaces-router.ts'
export type { SecretView } from './secrets/secrets-router.ts'
export type { StateVersionView, StateView } from './states/states-router.ts'
export type { ApiTokenView } from './tokens/tokens-router.ts'
export type { WorkloadView } from './tokens/workloads-router.ts'
export type { ImportStateView, ImportSummary, ImportView } from './imports/import-views.ts'
export type { DecisionResultView } from './proposals/bulk-decisions.ts'
export type { ChangeView, ProposalSummary, ProposalView } from './proposals/proposal-views.ts'
export type { ProposalEventView } from './proposals/proposal-history.ts'
export { listProcedures } from './list-procedures.ts'
export type { ApiProcedure } from './list-procedures.ts'
