export { checkImportAddresses, parseAllowedHost } from './addresses/check-import-address.ts'
export type { AllowedHost, ImportAddressPolicy, NameResolver } from './addresses/check-import-address.ts'
export { isLoopbackAddress, isPublicAddress, parseIpAddress } from './addresses/ip-address.ts'
export { carriesCredentials } from './carries-credentials.ts'
export { mayCarrySecrets } from './may-carry-secrets.ts'
export type { GitCredentials, HostedRepository, RepositoryName } from './hosted-repository.ts'
export type {
  Comment,
  CommitStatus,
  Issue,
  KeyedComment,
  NewPullRequest,
  PullRequest,
  PullRequestFilter,
  PullRequestMerge,
  PullRequestState,
  PullRequestUpdate,
  Review,
} from './pull-request.ts'
export type {
  OpenRepositoryOptions,
  PathSelection,
  RepositoryLocation,
  RepositoryReader,
  RepositoryRefs,
  RepositorySnapshot,
} from './repository-reader.ts'
export type {
  BranchCommit,
  BranchMerge,
  BranchMove,
  CommitAuthor,
  CommitFacts,
  CommitRange,
  FileHistory,
  NewCommit,
  RepositoryBranches,
  RepositoryHead,
  ReviewRepository,
} from './review-repository.ts'
export type { ReadContents, UnreadReason } from './read-contents.ts'
export type { TreeChange, TreeEntry } from './tree-entry.ts'
export { scmKinds } from './scm-provider.ts'
export type { ScmFeatures, ScmKind, ScmProvider } from './scm-provider.ts'
export type { WebhookDelivery, WebhookEvent, WebhookRegistration, WebhookRequest } from './webhook.ts'
