import { inertMarkdown, inlineCode, markdownCode, markdownLink } from '@groundplan/errors'
import {
  describeWaiting,
  emptyReason,
  summarizeWaiting,
  type ModuleOutcome,
  type RepositoryOutcome,
} from '@groundplan/importer'
import type { Proposal, ReportedProblem } from '@groundplan/proposal'
import { repositoryUrl } from '@groundplan/scm'

/** What the dashboard tells; nothing in it changes while nothing happens. */
export interface DashboardFacts {
  /** The newest proposal of each blueprint. */
  readonly proposals: readonly Proposal[]
  readonly modules: readonly ModuleOutcome[]
  readonly repositories: readonly RepositoryOutcome[]
  /** What could not be done beside the proposals. */
  readonly problems: readonly ReportedProblem[]
}

/** How many repositories or problems each part lists, and how many blueprints each line. */
interface ListLimits {
  readonly lines: number
  readonly names: number
}

/** What is tried one after the other until the text is short enough. */
const limits: readonly ListLimits[] = [
  { lines: 200, names: 20 },
  { lines: 100, names: 10 },
  { lines: 50, names: 5 },
  { lines: 20, names: 3 },
  { lines: 5, names: 1 },
]

/** Longest reason of a problem, in characters. */
const longestReason = 300

/**
 * The dashboard in Markdown, of at most `maximumLength` characters: what waits for review, is queued, was closed or failed, by
 * repository. What does not fit is counted.
 */
export function renderDashboard(facts: DashboardFacts, maximumLength: number): string {
  let text = ''
  for (const each of limits) {
    text = render(facts, each)
    if (text.length <= maximumLength) return text
  }
  return `${text.slice(0, text.lastIndexOf('\n', maximumLength - 20))}\n\n*and more*\n`
}

function render(facts: DashboardFacts, shown: ListLimits): string {
  const parts = [
    ...section('Waiting for review', listOpen(facts, shown)),
    ...section('Queued', listWaiting(facts, shown)),
    ...section('Closed', listClosed(facts, shown)),
    ...section('Problems', listProblems(facts, shown)),
  ]
  const empty = facts.repositories.filter(
    (each) => each.status === 'skipped' && each.reason === emptyReason,
  ).length
  return [
    'The state of all proposals. Imports update this page when something changes.',
    ...(parts.length === 0 ? ['', 'Nothing is waiting for review.'] : parts),
    ...(empty === 0 ? [] : ['', `${plural(empty, 'repository is', 'repositories are')} empty.`]),
    '',
  ].join('\n')
}

/** By repository, each pull request with the blueprints that it brings from there. */
function listOpen({ proposals }: DashboardFacts, shown: ListLimits): readonly string[] {
  const open = proposals.filter(({ state }) => state.status === 'open')
  return listRepositories(byStore(open), linksOf(proposals), shown, (own) => {
    const byBranch = Map.groupBy(own, ({ branch }) => branch)
    const reviews = [...byBranch.values()].toSorted(
      (left, right) => pullRequestNumber(left) - pullRequestNumber(right),
    )
    return listSome(reviews, shown, (those) => `${linkReview(those)} ${listNames(those, shown)}`, '; ')
  })
}

function listWaiting({ modules, proposals }: DashboardFacts, shown: ListLimits): readonly string[] {
  const links = linksOf(proposals)
  return summarizeWaiting(modules).flatMap((waiting, index) => {
    const own = modules.filter(
      ({ outcome, reason = '' }) => outcome === 'waiting' && reason === waiting.reason,
    )
    const lines = listRepositories(
      Map.groupBy(own, ({ repository }) => repository),
      links,
      shown,
      (those) => listNames(those, shown),
    )
    return [...(index === 0 ? [] : ['']), `${describeWaiting(waiting)}.`, '', ...lines]
  })
}

function listClosed({ proposals }: DashboardFacts, shown: ListLimits): readonly string[] {
  const rejected = proposals.filter(({ state }) => state.status === 'rejected')
  if (rejected.length === 0) return []
  const lines = listRepositories(byStore(rejected), linksOf(proposals), shown, (own) =>
    listSome(own, shown, (proposal) => {
      const { blueprint, pullRequest, state } = proposal
      const where = pullRequest === undefined ? '' : ` (${linkReview([proposal])})`
      const isAsked = state.status === 'rejected' && state.askedBy !== undefined
      return `${markdownCode(blueprint)}${where}${isAsked ? ', reopening' : ''}`
    }),
  )
  return [
    'To reopen a closed pull request, add the label `groundplan-again` or comment `/groundplan again`.',
    '',
    ...lines,
  ]
}

function listProblems(
  { repositories, modules, problems }: DashboardFacts,
  shown: ListLimits,
): readonly string[] {
  const failed = [
    ...repositories.flatMap((each): readonly Failure[] =>
      each.status === 'failed' ? [{ subject: inlineCode(each.address), reason: each.message }] : [],
    ),
    ...modules.flatMap(({ outcome, repository, path, reason = '' }) =>
      outcome === 'failed' ? [{ subject: place(repository, path), reason }] : [],
    ),
    // A dashboard that says that it could not be written would never be the same twice.
    ...problems.flatMap(({ kind, message, reason }) =>
      kind === 'dashboard' ? [] : [{ subject: inertMarkdown(message), reason }],
    ),
  ]
  return listLines(
    failed,
    shown,
    ({ subject, reason }) => `- ${subject}: ${inlineCode(shorten(reason))}`,
    'more problems',
  )
}

interface Failure {
  /** Markdown. */
  readonly subject: string
  readonly reason: string
}

function place(repository: string, path: string): string {
  return inlineCode(path === '.' ? repository : `${repository}/${path}`)
}

function shorten(reason: string): string {
  return reason.length <= longestReason ? reason : `${reason.slice(0, longestReason - 1)}…`
}

function linkReview([first]: readonly Proposal[]): string {
  if (first?.pullRequest === undefined) return markdownCode(first?.branch ?? '')
  return markdownLink(`#${first.pullRequest.number}`, first.pullRequest.url)
}

function pullRequestNumber([first]: readonly Proposal[]): number {
  return first?.pullRequest?.number ?? Infinity
}

function byStore(proposals: readonly Proposal[]): ReadonlyMap<string, readonly Proposal[]> {
  return Map.groupBy(proposals, ({ source }) => source.store)
}

function linksOf(proposals: readonly Proposal[]): ReadonlyMap<string, string | undefined> {
  return new Map(proposals.map(({ source }) => [source.store, repositoryUrl(source)]))
}

/** One line for each repository, by name. */
function listRepositories<Item>(
  byName: ReadonlyMap<string, readonly Item[]>,
  links: ReadonlyMap<string, string | undefined>,
  shown: ListLimits,
  describe: (items: readonly Item[]) => string,
): readonly string[] {
  const sorted = [...byName].toSorted(([left], [right]) => (left < right ? -1 : 1))
  const line = ([name, items]: (typeof sorted)[number]) =>
    `- **${markdownLink(inertMarkdown(name), links.get(name))}**: ${describe(items)}`
  return listLines(sorted, shown, line, 'more repositories')
}

function listNames(
  named: readonly { readonly blueprint?: string | undefined; readonly path?: string | undefined }[],
  shown: ListLimits,
): string {
  const names = named.map(({ blueprint, path = '' }) => blueprint ?? path).toSorted()
  return listSome(names, shown, (name) => markdownCode(name))
}

function listSome<Item>(
  items: readonly Item[],
  { names }: ListLimits,
  print: (item: Item) => string,
  separator = ', ',
): string {
  const printed = items.slice(0, names).map(print).join(separator)
  return items.length <= names ? printed : `${printed} and ${items.length - names} more`
}

function listLines<Item>(
  items: readonly Item[],
  shown: ListLimits,
  print: (item: Item) => string,
  rest: string,
): readonly string[] {
  const printed = items.slice(0, shown.lines).map(print)
  return items.length <= shown.lines ? printed : [...printed, `- and ${items.length - shown.lines} ${rest}`]
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${heading}`, '', ...lines]
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
