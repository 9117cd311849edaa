export { createApiClient, createApiLinks } from './api-client.ts'
export type { ApiClient, ApiClientOptions } from './api-client.ts'
export type {
  AppRouter,
  BlueprintView,
  ApiTokenView,
  MemberView,
  RoleView,
  CredentialView,
  SecretView,
  CatalogEntryView,
  CatalogStatus,
  CatalogVersionChanges,
  CatalogVersionView,
  ChangeView,
  DecisionResultView,
  ImportStateView,
  ImportSummary,
  ImportView,
  PageView,
  Permission,
  ProposalSummary,
  ProposalView,
} from '@groundplan/api'
