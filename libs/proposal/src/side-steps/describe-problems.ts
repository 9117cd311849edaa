import type { SideStepKind, SideStepProblem } from './side-step.ts'

/** A side step that was not done, for one or several subjects, as reports show it. Plain data. */
export interface ReportedProblem {
  readonly kind: SideStepKind
  /** What was not done, one sentence. */
  readonly message: string
  /** Why, in the host's words. */
  readonly reason: string
  /** The next step. */
  readonly hint?: string | undefined
  /** When it was first not done, in ISO 8601. */
  readonly since: string
  /** Pages of the pull requests that it is about; at most {@link mostLinks}. */
  readonly links: readonly string[]
}

/** How many pull requests a problem links. */
export const mostLinks = 20

/** Problems for a report, the oldest first: those of the same kind and reason as one. */
export function describeProblems(problems: readonly SideStepProblem[]): readonly ReportedProblem[] {
  const groups = Map.groupBy(problems, (problem) => keyOfGroup(problem))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const { hint } = first
    return [
      {
        ...{ kind: first.kind, message: messages[first.kind](group), reason: first.reason },
        ...(hint === undefined ? {} : { hint }),
        since: first.since.toISOString(),
        links: group.flatMap(({ pullRequest }) => pullRequest?.url ?? []).slice(0, mostLinks),
      },
    ]
  })
}

/** Hosts name each repository when they refuse its webhook. */
function keyOfGroup({ kind, about, reason }: SideStepProblem): string {
  return kind === 'webhook' ? kind : JSON.stringify([kind, about, reason])
}

type Group = readonly SideStepProblem[]

const messages: Readonly<Record<SideStepKind, (group: Group) => string>> = {
  'pull-request': (group) =>
    `${named(group, 'branch', 'branches')} ${has(group)} no up-to-date pull request.`,
  ready: (group) => `${pullRequests(group)} ${is(group)} still ${group.length === 1 ? 'a draft' : 'drafts'}.`,
  labels: (group) => `${pullRequests(group)} did not get ${its(group)} labels.`,
  reviewers: (group) =>
    `${group[0]?.about ?? 'A reviewer'} was not asked to review ${pullRequests(group, 'p')}.`,
  'default-reviewers': (group) =>
    `The default reviewers of the blueprint repository were not asked to review ${pullRequests(group, 'p')}.`,
  status: (group) => `${pullRequests(group)} ${is(group)} missing the result of the Groundplan check.`,
  comment: (group) => `${pullRequests(group)} ${is(group)} closed without a comment that says why.`,
  close: (group) => `${pullRequests(group)} ${is(group)} obsolete, but still open.`,
  branch: (group) =>
    `${named(group, 'branch', 'branches')} ${is(group)} no longer needed, but could not be deleted.`,
  dashboard: () => 'The dashboard is not up to date.',
  onboarding: () => 'The preview in the configuration pull request is not up to date.',
  schemas: () => 'The editor schemas in the blueprint repository are not up to date.',
  webhook: (group) =>
    `${named(group, 'repository', 'repositories')} ${has(group)} no webhook, so Groundplan only learns of changes when it polls.`,
}

function pullRequests(group: Group, first: 'P' | 'p' = 'P'): string {
  const numbers = group.map(({ pullRequest, subject }) =>
    pullRequest === undefined ? subject : `#${pullRequest.number}`,
  )
  const word = group.length === 1 ? 'ull request' : 'ull requests'
  return `${first}${word} ${list(numbers)}`
}

function named(group: Group, one: string, many: string): string {
  return `The ${group.length === 1 ? one : many} ${list(group.map(({ subject }) => subject))}`
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5)
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length === 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

const is = (group: Group) => (group.length === 1 ? 'is' : 'are')
const has = (group: Group) => (group.length === 1 ? 'has' : 'have')
const its = (group: Group) => (group.length === 1 ? 'its' : 'their')
