import { inertMarkdown, inlineCode } from '@groundplan/errors'
import type { ModuleOutcome, RepositoryOutcome } from '@groundplan/importer'
import { generator, type Proposal, type ProposalDependencies } from '@groundplan/proposal'
import type { IssueTracker, RepositoryName, ReviewRepository } from '@groundplan/scm'

/** What the dashboard tells; nothing in it changes while nothing happens. */
export interface DashboardFacts {
  /** The newest proposal of each blueprint. */
  readonly proposals: readonly Proposal[]
  readonly modules: readonly ModuleOutcome[]
  readonly repositories: readonly RepositoryOutcome[]
}

/** Where the dashboard is kept. */
export interface DashboardPlace {
  /** Absent where the host has no issues: then it is a file on a branch of its own. */
  readonly issues: IssueTracker | undefined
}

/** Longest dashboard in a file, in characters. */
const maximumFileLength = 500_000

const title = 'Groundplan dashboard'
const branch = 'groundplan/dashboard'
const path = 'DASHBOARD.md'

/** Brings the dashboard in step: an issue, or a file on a branch of its own where the host has no issues. */
export async function putDashboard(
  facts: DashboardFacts,
  { issues, name }: DashboardPlace & { readonly name: RepositoryName },
  { repository, proposals, now }: Omit<ProposalDependencies, 'host'>,
): Promise<void> {
  const body = renderDashboard(facts, issues?.maximumBodyLength ?? maximumFileLength)
  // Two at once would open two issues.
  await proposals.exclusively(branch, async () => {
    if (issues === undefined) return putFile(body, repository, now())
    const before = await issues.findIssue(name, title)
    if (before !== undefined && before.open && before.body.trimEnd() === body.trimEnd()) return
    await issues.putIssue(name, { title, body })
  })
}

async function putFile(content: string, repository: ReviewRepository, date: Date): Promise<void> {
  const tip = await repository.findBranch(branch)
  const entries = tip === undefined ? [] : await repository.listEntries(tip)
  const entry = entries.find((candidate) => candidate.path === path)
  const before = entry && (await repository.readTexts([entry.blobId])).get(entry.blobId)
  if (before === content) return
  await repository.pushBranch({
    ...{ branch, expected: tip ?? 'absent', parent: tip ?? (await repository.readHead()).commit, date },
    changes: [{ kind: 'write', path, content }],
    message: `${title}\n`,
    author: generator,
  })
}

/** The dashboard in Markdown. */
export function renderDashboard(
  { proposals, modules, repositories }: DashboardFacts,
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
