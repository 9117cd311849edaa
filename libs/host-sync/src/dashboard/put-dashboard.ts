import {
  ConflictError,
  inertMarkdown,
  inlineCode,
  NotAllowedError,
  NotFoundError,
  type PlatformError,
} from '@groundplan/errors'
import type { ModuleOutcome, RepositoryOutcome } from '@groundplan/importer'
import {
  deleteBranch,
  type Proposal,
  type ProposalDependencies,
  type ReportedProblem,
} from '@groundplan/proposal'
import { generator, type IssueTracker, type RepositoryName } from '@groundplan/scm'

/** What the dashboard tells; nothing in it changes while nothing happens. */
export interface DashboardFacts {
  /** The newest proposal of each blueprint. */
  readonly proposals: readonly Proposal[]
  readonly modules: readonly ModuleOutcome[]
  readonly repositories: readonly RepositoryOutcome[]
  /** What could not be done beside the proposals. */
  readonly problems: readonly ReportedProblem[]
}

/** Where the dashboard is kept. */
export interface DashboardPlace {
  /** Absent where the host has no issues: then it is a file on a branch of its own. */
  readonly issues: IssueTracker | undefined
  /** Branch for the file; `groundplan/dashboard` if absent. */
  readonly branch?: string | undefined
}

/** Longest dashboard in a file, in characters. */
const maximumFileLength = 500_000

const title = 'Groundplan dashboard'
const defaultBranch = 'groundplan/dashboard'
const path = 'DASHBOARD.md'

/**
 * Brings the dashboard in step: an issue, or a file on a branch of its own where the host has no issues, or where they are switched off
 * or forbidden in this repository. Once issues work again, the branch goes. Answers with a note if the place is another one than before.
 */
export async function putDashboard(
  facts: DashboardFacts,
  { issues, name, branch = defaultBranch }: DashboardPlace & { readonly name: RepositoryName },
  dependencies: Omit<ProposalDependencies, 'host'>,
): Promise<readonly string[]> {
  const { repository, proposals, now } = dependencies
  // Two at once would open two issues.
  return proposals.exclusively(branch, async () => {
    const before = await repository.findBranch(branch)
    const reason = issues === undefined ? undefined : await putIssue(facts, name, issues)
    if (issues !== undefined && reason === undefined) {
      if (before !== undefined) await deleteBranch(branch, dependencies)
      return []
    }
    await putFile(branch, renderDashboard(facts, maximumFileLength), { repository, now })
    await dropEarlier(branch, dependencies)
    if (before !== undefined || reason === undefined) return []
    return [`The dashboard is ${path} on the branch ${branch}, because it cannot be an issue: ${reason}`]
  })
}

/** Answers with the reason if the repository has no issues for us. */
async function putIssue(
  facts: DashboardFacts,
  name: RepositoryName,
  issues: IssueTracker,
): Promise<string | undefined> {
  const body = renderDashboard(facts, issues.maximumBodyLength)
  try {
    const before = await issues.findIssue(name, title)
    if (before !== undefined && before.open && before.body.trimEnd() === body.trimEnd()) return undefined
    await issues.putIssue(name, { title, body })
    return undefined
  } catch (error) {
    if (isWithoutIssues(error)) return error.message
    throw error
  }
}

/** Off, or not for this token. With a token that nothing accepts, the branch could not be written either. */
function isWithoutIssues(error: unknown): error is PlatformError {
  if (error instanceof ConflictError) return error.details?.['reason'] === 'issues-off'
  const isDenied = error instanceof NotAllowedError || error instanceof NotFoundError
  return isDenied && error.details?.['credentials'] !== 'refused'
}

/** Where another prefix was configured meanwhile, the branch with the default name would stay as it is. */
async function dropEarlier(branch: string, dependencies: Omit<ProposalDependencies, 'host'>): Promise<void> {
  if (branch === defaultBranch) return
  if ((await dependencies.repository.findBranch(defaultBranch)) !== undefined)
    await deleteBranch(defaultBranch, dependencies)
}

async function putFile(
  branch: string,
  content: string,
  { repository, now }: Pick<ProposalDependencies, 'repository' | 'now'>,
): Promise<void> {
  const tip = await repository.findBranch(branch)
  const entries = tip === undefined ? [] : await repository.listEntries(tip)
  const entry = entries.find((candidate) => candidate.path === path)
  const before = entry && (await repository.readTexts([entry.blobId])).get(entry.blobId)
  if (before === content) return
  await repository.pushBranch({
    ...{ branch, expected: tip ?? 'absent', parent: tip ?? (await repository.readHead()).commit },
    changes: [{ kind: 'write', path, content }],
    message: `${title}\n`,
    author: generator,
    date: now(),
    about: { kind: 'dashboard' },
  })
}

/** The dashboard in Markdown. */
export function renderDashboard(
  { proposals, modules, repositories, problems }: DashboardFacts,
  maximumLength: number,
): string {
  const open = Map.groupBy(
    proposals.filter(({ state }) => state.status === 'open'),
    ({ branch: own }) => own,
  )
  const numberOf = ([first]: readonly Proposal[]) => first?.pullRequest?.number ?? 0
  const inOrder = [...open.values()].toSorted((left, right) => numberOf(left) - numberOf(right))
  const reviews = inOrder.map((those) => {
    const [first] = those
    const where =
      first?.pullRequest === undefined
        ? `\`${first?.branch}\``
        : `[#${first.pullRequest.number}](${first.pullRequest.url})`
    return `${where}: ${those.map(({ blueprint }) => `\`${blueprint}\``).join(', ')}`
  })
  const rejected = proposals.flatMap(({ state, blueprint, pullRequest }) => {
    if (state.status !== 'rejected') return []
    const where = pullRequest === undefined ? '' : ` ([#${pullRequest.number}](${pullRequest.url}))`
    return [`\`${blueprint}\`${where}${state.askedBy === undefined ? '' : ', reopening'}`]
  })
  const waiting = modules.flatMap(({ outcome, blueprint, reason = '' }) =>
    outcome === 'waiting' ? [`\`${blueprint}\` ${inertMarkdown(reason)}`] : [],
  )
  const failed = [
    ...repositories.flatMap((each) => {
      if (each.status === 'failed') return [`${inlineCode(each.address)}: ${inlineCode(each.message)}`]
      if (each.status !== 'unchanged') return []
      return each.problems.map(
        (problem) => `${inlineCode(`${each.name}/${problem.path}`)}: ${inlineCode(problem.reason)}`,
      )
    }),
    ...modules.flatMap(({ outcome, repository, path: directory, reason = '' }) =>
      outcome === 'failed' ? [`${inlineCode(`${repository}/${directory}`)}: ${inlineCode(reason)}`] : [],
    ),
    ...problems.flatMap(({ kind, message, reason }) =>
      kind === 'dashboard' ? [] : [`${inertMarkdown(message)} ${inlineCode(reason)}`],
    ),
  ]
  const text = [
    'The state of all proposals. Each import updates this page.',
    ...section('Waiting for review', reviews),
    ...section('Queued', waiting),
    ...section(
      'Closed',
      rejected,
      'To reopen a closed pull request, add the label `groundplan-again` or comment `/groundplan again`.',
    ),
    ...section('Problems', failed),
    ...(reviews.length + waiting.length + rejected.length + failed.length === 0
      ? ['', 'Nothing is waiting for review.']
      : []),
    '',
  ].join('\n')
  if (text.length <= maximumLength) return text
  const end = text.lastIndexOf('\n', maximumLength - 30)
  return `${text.slice(0, end)}\n\n*and more*\n`
}

function section(heading: string, lines: readonly string[], note?: string): readonly string[] {
  if (lines.length === 0) return []
  return [
    '',
    `## ${heading}`,
    '',
    ...(note === undefined ? [] : [note, '']),
    ...lines.map((line) => `- ${line}`),
  ]
}
