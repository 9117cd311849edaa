export { applyBranch } from './apply-branch.ts'
export type {
  AppliedProposal,
  ApplyDependencies,
  BranchPlan,
  LeavingProposal,
  ProposalDependencies,
} from './apply-branch.ts'
export { approveEach, refusalReasons, rejectEach } from './bulk/decide-each.ts'
export type {
  BulkApproval,
  BulkRejection,
  DecisionResult,
  RefusalReason,
  SelectedProposal,
} from './bulk/decide-each.ts'
export { decideConflict } from './decide-conflict.ts'
export type { ConflictDecisionRequest, DecidedConflict } from './decide-conflict.ts'
export { approveProposal, rejectProposal, reopenProposal } from './decide-proposal.ts'
export type { ProposalApproval, ProposalReview } from './decide-proposal.ts'
export { blueprintPaths } from './file-texts.ts'
export type { FileTexts } from './file-texts.ts'
export type { Lease, LeaseStore } from './leases/lease-store.ts'
export { Leases, lostLease } from './leases/leases.ts'
export type { HeldLease, HoldOptions, LeasesOptions } from './leases/leases.ts'
export { findTip } from './find-tip.ts'
export { mapPage, toPage } from './paging/page.ts'
export type { Page, PageRequest } from './paging/page.ts'
export { prepareBranches } from './prepare-branches.ts'
export { planProposal } from './plan-proposal.ts'
export type {
  ComparedCode,
  DraftRenderer,
  KeepReason,
  MergedTexts,
  PlannedProposal,
  ProposalAction,
  ProposalDraft,
  ProposalSituation,
  ProposeAction,
  ReviewedTexts,
  ThreeVersions,
} from './plan-proposal.ts'
export { conflictChoices } from './proposal-conflict.ts'
export type { ConflictChoice, ConflictDecision, ProposalConflict } from './proposal-conflict.ts'
export { proposalStatuses } from './proposal.ts'
export type {
  NewProposal,
  Proposal,
  ProposalPullRequest,
  Declaration,
  ProposalDetails,
  ProposalSource,
  ProposalState,
  ProposalStatus,
  ReviewFacts,
} from './proposal.ts'
export type { ProposalEvent } from './proposal-event.ts'
export { proposalStages, proposalTransitions } from './lifecycle/proposal-transitions.ts'
export type {
  ProposalEventType,
  ProposalStage,
  ProposalTransition,
} from './lifecycle/proposal-transitions.ts'
export { openProposal, transition } from './lifecycle/transition.ts'
export type { ProposalChange } from './lifecycle/transition.ts'
export { changedMeanwhile, getProposal, noSuchProposal, requireOpen } from './proposal-store.ts'
export type {
  GeneratedProposal,
  LatestFilter,
  ProposalFilter,
  ProposalRecords,
  ProposalReplacement,
  ProposalStore,
} from './proposal-store.ts'
export { askForReview } from './pull-request/ask-for-review.ts'
export { fold } from './pull-request/describe-blueprints.ts'
export { fitSections } from './pull-request/fit-sections.ts'
export { followPullRequest, followPullRequests } from './pull-request/follow-pull-requests.ts'
export { dropDoneBranch, dropFormerBranches } from './drop-own-branches.ts'
export { followRenames } from './follow-renames.ts'
export type { FollowedPullRequests } from './pull-request/follow-pull-requests.ts'
export { openOrFindPullRequest } from './pull-request/open-or-find-pull-request.ts'
export { recallClosed } from './pull-request/recall-closed.ts'
export type { PullRequestPolicy } from './pull-request-policy.ts'
export type { ReviewHost } from './review-host.ts'
export { syncPullRequest } from './pull-request/sync-pull-request.ts'
export type { PullRequestTask } from './pull-request/sync-pull-request.ts'
export { reconcileProposals } from './reconcile-proposals.ts'
export { facetLimit, numberOfWord, positionOf, proposalSorts, searchWords } from './search/proposal-search.ts'
export type {
  FacetValue,
  ProposalFacets,
  ProposalPageRequest,
  ProposalPosition,
  ProposalSearch,
  ProposalSort,
} from './search/proposal-search.ts'
export { deleteBranch, sideStepsOf } from './apply-branch.ts'
export { describeProblems } from './side-steps/describe-problems.ts'
export type { ReportedProblem } from './side-steps/describe-problems.ts'
export type { ProblemStore } from './side-steps/problem-store.ts'
export { retrySideSteps } from './retry-side-steps.ts'
export { SideSteps } from './side-steps/side-steps.ts'
export { sideStepKinds } from './side-steps/side-step.ts'
export type { SideStep, SideStepKind, SideStepProblem } from './side-steps/side-step.ts'
export { settlePublished } from './settle-published.ts'
export { reviewChanges } from './review-changes.ts'
export type { ReviewDependencies } from './review-changes.ts'
export type { PreparedCommit } from './write-branch.ts'
