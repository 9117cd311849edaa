import type { ScmFeatures } from '@groundplan/scm'

/** Issues count as absent: Atlassian is retiring the tracker. */
export const features: ScmFeatures = {
  changeTokens: true,
  topics: false,
  labels: false,
  reviewers: true,
  drafts: true,
  statuses: true,
  issues: false,
  webhooks: true,
  // Nothing in the API's description promises that a second one is refused.
  uniquePullRequests: false,
  // The host's 32,768 less room for the line by which a comment is found again.
  maximumBodyLength: 32_600,
}
