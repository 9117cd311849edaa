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
  maximumBodyLength: 32_768,
}
