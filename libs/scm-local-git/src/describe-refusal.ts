/** What a host demanded, by words of hooks and rules, and the setting that meets it, as the end of a sentence. */
const demands: readonly { readonly pattern: RegExp; readonly advice: string }[] = [
  {
    pattern: /sign(?:ed)?[- ]?off|\bDCO\b/i,
    advice: 'set `commits.sign-off: true`',
  },
  {
    pattern: /(?:verified|required|valid|gpg|ssh|commit) signatures?|signed commits?|unsigned|not signed/i,
    advice: 'set `commits.signing-key` to a key that the host knows',
  },
  {
    pattern:
      /only push your own commits|committer|(?:author|e-?mail)(?: address| name)?[^.;]{0,60}(?:match|verif|belong|known|allowed|invalid)|invalid (?:author|e-?mail)/i,
    advice:
      "set `commits.author` (and `commits.committer`) to the name and email address of the token's user",
  },
  {
    pattern: /jira|issue key|ticket|work item|commit message|commit_message|message must/i,
    advice: 'set `commits.message` (such as `PLAT-123 {{subject}}`) or `commits.trailers`',
  },
  {
    pattern:
      /branch[_ ]name|invalid branch|branch[^.;]{0,60}(?:match|comply|pattern|naming)|creations? being restricted|cannot create ref/i,
    advice: 'set `pull-requests.branch-prefix` to a prefix that the host allows',
  },
  {
    pattern: /GH006|protected branch|branch permission|permission to (?:push|write)[^.;]{0,40}branch/i,
    advice:
      "allow the token's user to push to this branch, or set `pull-requests.branch-prefix` to names that it may push to",
  },
]

/** The next step after a refused push, before and after a configuration is merged. */
interface RefusalAdvice {
  readonly hint: string
  /** Until a configuration is merged, the server's own file counts. */
  readonly onboardingHint: string
}

const onboardingFile = 'the file that GROUNDPLAN_ONBOARDING_CONFIG names'

const general: RefusalAdvice = {
  hint: 'Check the branch rules and hooks of the host; `commits` and `pull-requests.branch-prefix` in groundplan.yaml adapt commits and branches to them.',
  onboardingHint: `In ${onboardingFile}, set \`commits\` and \`pull-requests.branch-prefix\` to what the branch rules and hooks of the host require.`,
}

/** Which setting meets the rule that a host names when it refuses a push. */
export function adviseOnRefusal(said: string): RefusalAdvice {
  const advice = demands.flatMap(({ pattern, advice: each }) => (pattern.test(said) ? [each] : []))
  if (advice.length === 0) return general
  const sentences = advice.map((each) => `${each.charAt(0).toUpperCase()}${each.slice(1)}.`)
  return {
    hint: `${sentences.join(' ')} These are keys of groundplan.yaml.`,
    onboardingHint: `In ${onboardingFile}, ${advice.join('; ')}. The first import proposes that file as groundplan.yaml.`,
  }
}
