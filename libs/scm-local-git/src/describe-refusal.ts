/** What a host demanded, by words of hooks and rules, and the setting that meets it. */
const demands: readonly { readonly pattern: RegExp; readonly advice: string }[] = [
  {
    pattern: /sign(?:ed)?[- ]?off|\bDCO\b/i,
    advice: 'Set `commits.sign-off: true`.',
  },
  {
    pattern: /(?:verified|required|valid|gpg|ssh|commit) signatures?|signed commits?|unsigned|not signed/i,
    advice: 'Set `commits.signing-key` to a key that the host knows.',
  },
  {
    pattern:
      /only push your own commits|committer|(?:author|e-?mail)(?: address| name)?[^.;]{0,60}(?:match|verif|belong|known|allowed|invalid)|invalid (?:author|e-?mail)/i,
    advice:
      "Set `commits.author` (and `commits.committer`) to the name and email address of the token's user.",
  },
  {
    pattern: /jira|issue key|ticket|work item|commit message|commit_message|message must/i,
    advice: 'Set `commits.message` (such as `PLAT-123 {{subject}}`) or `commits.trailers`.',
  },
  {
    pattern:
      /branch[_ ]name|invalid branch|branch[^.;]{0,60}(?:match|comply|pattern|naming)|creations? being restricted|cannot create ref/i,
    advice: 'Set `pull-requests.branch-prefix` to a prefix that the host allows.',
  },
  {
    pattern: /GH006|protected branch|branch permission|permission to (?:push|write)[^.;]{0,40}branch/i,
    advice:
      "Allow the token's user to push to this branch, or set `pull-requests.branch-prefix` to names that it may push to.",
  },
]

const general =
  'Check the branch rules and hooks of the host; `commits` and `pull-requests.branch-prefix` in groundplan.yaml adapt commits and branches to them.'

/** Which setting of groundplan.yaml meets the rule that a host names when it refuses a push. */
export function adviseOnRefusal(said: string): string {
  const advice = demands.flatMap(({ pattern, advice: each }) => (pattern.test(said) ? [each] : []))
  if (advice.length === 0) return general
  return `${advice.join(' ')} These are keys of groundplan.yaml; until it is merged, set them in the file that GROUNDPLAN_ONBOARDING_CONFIG names.`
}
