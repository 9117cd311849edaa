/** What the company wants of pull requests. */
export interface PullRequestPolicy {
  readonly labels: readonly string[]
  /** Asked for every pull request, as the host names people. */
  readonly reviewers: readonly string[]
  /** True if those whom the blueprint repository asks by default are asked when a pull request is opened. */
  readonly asksDefaultReviewers?: boolean | undefined
  /** Whether pull requests begin as drafts: until our own checks pass, always, or never. */
  readonly draft: 'until-checked' | 'always' | 'never'
}

/** The most careful first. */
const drafts = ['always', 'until-checked', 'never'] as const

/** What counts for a pull request that brings several proposals: everybody's labels and reviewers, and the most careful start. */
export function joinPolicies(policies: readonly PullRequestPolicy[]): PullRequestPolicy {
  return {
    labels: [...new Set(policies.flatMap(({ labels }) => labels))],
    reviewers: [...new Set(policies.flatMap(({ reviewers }) => reviewers))],
    ...(policies.some(({ asksDefaultReviewers }) => asksDefaultReviewers === true)
      ? { asksDefaultReviewers: true }
      : {}),
    draft: drafts.find((word) => policies.some(({ draft }) => draft === word)) ?? 'until-checked',
  }
}

export function isSamePolicy(
  left: PullRequestPolicy | undefined,
  right: PullRequestPolicy | undefined,
): boolean {
  const facts = (policy: PullRequestPolicy | undefined) =>
    JSON.stringify(
      policy && [policy.labels, policy.reviewers, policy.draft, policy.asksDefaultReviewers === true],
    )
  return facts(left) === facts(right)
}
