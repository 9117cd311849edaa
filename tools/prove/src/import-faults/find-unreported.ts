import type { ForgePeople, ForgePullRequest, HostKind } from '@groundplan/forge'
import type { ImportReport } from '@groundplan/importer'
import type { ReportedProblem } from '@groundplan/proposal'
import { blueprints, dashboardBranch, label } from './blueprint-repository.ts'
import type { ImporterState } from './create-importer.ts'
import { readDashboards } from './read-state.ts'
import { ownerOf } from './source-actions.ts'
import { linksTo, tellsOf } from './tells-of.ts'
import type { Estate } from './user-actions.ts'

/** An import that is over, at a host where nobody has done anything since it began. */
export interface OverImport {
  readonly people: ForgePeople
  readonly owner: string
  readonly host: HostKind
  readonly state: ImporterState
  readonly estate: Estate
  readonly report: ImportReport
  readonly hasDashboard: boolean
}

/** Side steps that are not done, as the host shows it, although the report doesn't say so; a sentence each. */
export async function findUnreported(over: OverImport): Promise<readonly string[]> {
  const { report } = over
  // The import has failed, and says so.
  if (report.failure !== undefined) return []
  const found = [
    ...(await findIncomplete(over)),
    ...(await findBranches(over)),
    ...(await findDashboards(over)),
    ...(await findWebhooks(over)),
  ]
  const problems = report.problems ?? []
  return found.flatMap(({ kind, what, isTold }) =>
    problems.some((problem) => problem.kind === kind && isTold(problem))
      ? []
      : [`not reported as "${kind}": ${what}`],
  )
}

interface Undone {
  readonly kind: ReportedProblem['kind']
  readonly what: string
  readonly isTold: (problem: ReportedProblem) => boolean
}

/** Open pull requests without labels, reviewers or status, and those that nothing needs any more. */
async function findIncomplete({ people, owner, host, state, report }: OverImport): Promise<Undone[]> {
  const unsynced = await listUnsynced(state, report)
  const proposed = new Set((await state.proposals.list({ status: 'open' })).map(({ branch }) => branch))
  return people.listPullRequests(owner, blueprints).flatMap((each) => {
    const { branch, number, status, author } = each
    if (status !== 'open' || !author.bot || unsynced.has(branch)) return []
    const isTold = ({ links }: ReportedProblem) => links.some((link) => linksTo(link, number))
    const what = `#${number} of ${branch}`
    if (!proposed.has(branch)) return [{ kind: 'close' as const, what: `${what} is obsolete`, isTold }]
    return listMissing(each, { people, owner, host }).map((kind) => ({ kind, what, isTold }))
  })
}

function listMissing(
  { commit, labels, reviewers, reviews }: ForgePullRequest,
  { people, owner, host }: Pick<OverImport, 'people' | 'owner' | 'host'>,
): readonly ReportedProblem['kind'][] {
  const isAsked = reviewers.includes('grace') || reviews.some(({ author }) => author.login === 'grace')
  return [
    ...(host === 'github' && !labels.includes(label) ? ['labels' as const] : []),
    ...(isAsked ? [] : ['reviewers' as const]),
    ...(people.listStatuses(owner, blueprints, commit).length > 0 ? [] : ['status' as const]),
  ]
}

/** Branches whose pull requests or modules are reported as a whole. */
async function listUnsynced(
  { problems, proposals }: ImporterState,
  report: ImportReport,
): Promise<ReadonlySet<string>> {
  const isTold = report.problems?.some(({ kind }) => kind === 'pull-request') === true
  const kept = isTold ? (await problems.list()).filter(({ kind }) => kind === 'pull-request') : []
  const failed = new Set(
    report.modules.flatMap(({ outcome, blueprint }) => (outcome === 'failed' ? [blueprint] : [])),
  )
  const isFailed = ({ blueprint }: { readonly blueprint: string }) => failed.has(blueprint)
  const branches = (await proposals.list()).filter(isFailed).map(({ branch }) => branch)
  return new Set([...kept.map(({ subject }) => subject), ...branches])
}

/** Branches of which everything was withdrawn, and on which nobody has worked. */
async function findBranches({ people, owner, estate, state }: OverImport): Promise<Undone[]> {
  const byBranch = Map.groupBy(await state.proposals.list(), ({ branch }) => branch)
  return [...byBranch].flatMap(([branch, proposals]) => {
    const isOver = proposals.every(({ state: { status } }) => status === 'withdrawn')
    if (!isOver || estate.touched.has(branch)) return []
    if (people.findBranch(owner, blueprints, branch) === undefined) return []
    const isTold = ({ message }: ReportedProblem) => tellsOf(message, branch)
    return [{ kind: 'branch', what: `${branch} brings nothing`, isTold }]
  })
}

/** A dashboard that lists other pull requests than those that are open, or one too many. */
async function findDashboards(over: OverImport): Promise<Undone[]> {
  const { people, owner, estate, state, report, hasDashboard } = over
  if (!hasDashboard) return []
  const unsynced = await listUnsynced(state, report)
  const proposed = new Set((await state.proposals.list({ status: 'open' })).map(({ branch }) => branch))
  const open = people
    .listPullRequests(owner, blueprints)
    .flatMap(({ status, author, branch, number }) =>
      status === 'open' && author.bot && proposed.has(branch) && !unsynced.has(branch) ? [`#${number}`] : [],
    )
  const { issues, files } = await readDashboards(people, owner)
  // Nobody sees them while they are off.
  const visible = estate.refused.has('issues') ? [] : issues
  const [text] = [...visible, ...files]
  const section = /## Waiting for review\n\n([\s\S]*?)(?:\n\n|\n?$)/.exec(text ?? '')?.[1] ?? ''
  const listed = [...section.matchAll(/\[(#\d+)\]\(/g)].map(([, number = '']) => number)
  const isRight = text !== undefined && open.every((number) => listed.includes(number))
  const hasOthers = listed.some((number) => !open.includes(number)) && unsynced.size === 0
  const what = `the dashboard lists ${listed.join()}; open: ${open.join()}`
  return [
    ...(isRight && !hasOthers ? [] : [{ kind: 'dashboard' as const, what, isTold: () => true }]),
    ...(visible.length > 1 ? [{ kind: 'dashboard' as const, what: 'two issues', isTold: () => false }] : []),
    ...(visible.length > 0 && files.length > 0
      ? [
          {
            kind: 'branch' as const,
            what: 'a dashboard on a branch beside the issue',
            isTold: ({ message }: ReportedProblem) => tellsOf(message, dashboardBranch),
          },
        ]
      : []),
  ]
}

/** Repositories that are imported, or take blueprints, without exactly one webhook. */
async function findWebhooks({ people, owner, estate, state, report }: OverImport): Promise<Undone[]> {
  const readable = new Set(
    report.repositories.flatMap((each) =>
      each.status === 'read' || each.status === 'unchanged' ? [each.name] : [],
    ),
  )
  const registered = (await state.registry.list()).filter(({ store }) => readable.has(store))
  const places = [
    { owner, name: blueprints },
    ...estate.sources.map((source) => ({ owner: ownerOf(owner, source), name: source.name })),
  ]
  return places.flatMap((place) => {
    const same = (left: string, right: string) => left.toLowerCase() === right.toLowerCase()
    const isRead = registered.some((each) => same(each.owner, place.owner) && same(each.name, place.name))
    if (place.name !== blueprints && !isRead) return []
    const count = people.countWebhooks(place.owner, place.name)
    if (count === 1) return []
    const isTold = ({ message }: ReportedProblem) =>
      count === 0 && tellsOf(message, `${place.owner}/${place.name}`)
    return [{ kind: 'webhook', what: `${place.owner}/${place.name} has ${count} webhooks`, isTold }]
  })
}
