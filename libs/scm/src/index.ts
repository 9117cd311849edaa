export { askReviewers } from './ask-reviewers.ts'
export { checkImportAddresses, parseAllowedHost } from './addresses/check-import-address.ts'
export type { AllowedHost, ImportAddressPolicy, ImportGuard } from './addresses/check-import-address.ts'
export { parseImportAddress } from './addresses/parse-import-address.ts'
export type { ImportAddress, RemoteAddress } from './addresses/parse-import-address.ts'
export { commitUrl, repositoryUrl, sourceUrl } from './addresses/source-url.ts'
export type { HostedAddress, SourcePlace } from './addresses/source-url.ts'
export { beforeConfiguration } from './before-configuration.ts'
export { carriesCredentials } from './carries-credentials.ts'
export { applyCommitRules, composeMessage } from './commit-rules.ts'
export type {
  ChangeKind,
  ChangeSubject,
  CommitRules,
  FindCommitRules,
  RuledCommit,
  SigningKey,
} from './commit-rules.ts'
export { isGenerated, markGenerated, treeTrailer } from './generated-commit.ts'
export { generator } from './generator.ts'
export { mayCarrySecrets, toSecretOrigin } from './may-carry-secrets.ts'
export type { Issue, IssueTracker } from './issue-tracker.ts'
export type {
  Comment,
  CommitStatus,
  KeyedComment,
  NewPullRequest,
  PullRequest,
  PullRequestFeatures,
  PullRequestFilter,
  PullRequestHost,
  PullRequestMerge,
  PullRequestState,
  PullRequestUpdate,
  RefusedReviewer,
} from './pull-request-host.ts'
export type {
  FindGitCredentials,
  GitCredentials,
  HostedRepository,
  RepositoryDirectory,
  RepositoryName,
} from './repository-directory.ts'
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
  NewCommit,
  RepositoryBranches,
  RepositoryHead,
  ReviewRepository,
} from './review-repository.ts'
export type { ReadContents, UnreadReason } from './read-contents.ts'
export type { TreeChange, TreeEntry } from './tree-entry.ts'
export type { ScmHost } from './scm-host.ts'
export { scmKinds } from './scm-kind.ts'
export type { ScmKind } from './scm-kind.ts'
export type {
  WebhookDelivery,
  WebhookEvent,
  WebhookHost,
  WebhookReader,
  WebhookRegistration,
  WebhookRequest,
} from './webhook-host.ts'
export { tokenHint } from './token-hint.ts'
