import type { ScmFeatures } from '@groundplan/scm'

/** Labels are for repositories only, and a request each. Drafts came with 8.18; older servers ignore the field. */
export const features: ScmFeatures = {
  changeTokens: false,
  topics: false,
  labels: false,
  reviewers: true,
  drafts: true,
  statuses: true,
  issues: false,
  webhooks: true,
  uniquePullRequests: true,
  // The host's 32,768 less room for the line by which a comment is found again.
  maximumBodyLength: 32_600,
}
