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
  // The API documentation does not guarantee that a second one is rejected.
  uniquePullRequests: false,
  // The host's 32,768 minus room for the marker line.
  maximumBodyLength: 32_600,
}
