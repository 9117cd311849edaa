export { applyProposal } from './apply-proposal.ts'
export type { AppliedProposal, ProposalDependencies } from './apply-proposal.ts'
export {
  alreadyDecided,
  approveProposal,
  getProposal,
  noSuchProposal,
  rejectProposal,
} from './decide-proposal.ts'
export type { ProposalApproval, ProposalDecision } from './decide-proposal.ts'
export type { FileTexts } from './file-texts.ts'
export { planProposal } from './plan-proposal.ts'
export type {
  MergedTexts,
  ProposalAction,
  ProposalDraft,
  ProposalSituation,
  ReviewedTexts,
  ReviewState,
  ThreeVersions,
} from './plan-proposal.ts'
export type { Proposal, ProposalSource, ProposalState, ProposalStatus } from './proposal.ts'
export type { ProposalFilter, ProposalStore } from './proposal-store.ts'
export { reconcileProposals } from './reconcile-proposals.ts'
export { reviewChanges } from './review-changes.ts'
