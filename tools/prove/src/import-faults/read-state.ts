import type { ForgePeople, ForgePullRequest } from '@groundplan/forge'
import { blueprints, dashboardBranch } from './blueprint-repository.ts'

/** What people see of the blueprint repository, without numbers, dates and the owner's name. */
export interface ReviewState {
  /** Files of the default branch. */
  readonly published: Readonly<Record<string, string>>
  readonly open: Readonly<Record<string, OpenReview>>
  /** Branches without an open pull request, and whether any of theirs was merged. */
  readonly over: readonly string[]
  readonly dashboards: readonly string[]
}

export interface OpenReview {
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
  readonly reviewers: readonly string[]
  readonly draft: boolean
  readonly files: Readonly<Record<string, string>>
}

export async function readState(people: ForgePeople, owner: string): Promise<ReviewState> {
  const all = people.listPullRequests(owner, blueprints)
  const open: Record<string, OpenReview> = {}
  for (const each of all.filter(({ status }) => status === 'open'))
    open[normalise(each.branch, owner)] = await readReview(people, owner, each)
  return {
    published: normaliseAll(
      await people.readFiles(owner, blueprints, people.findBranch(owner, blueprints, 'main') ?? 'main'),
      owner,
    ),
    open: Object.fromEntries(Object.entries(open).toSorted(([left], [right]) => (left < right ? -1 : 1))),
    over: [...Map.groupBy(all, ({ branch }) => branch)]
      .filter(([, own]) => own.every(({ status }) => status !== 'open'))
      .map(([branch, own]) => {
        const isMerged = own.some(({ status }) => status === 'merged')
        return normalise(`${branch} ${isMerged ? 'merged' : 'closed'}`, owner)
      })
      .toSorted(),
    dashboards: Object.values(await readDashboards(people, owner))
      .flat()
      .map((text) => inAnyOrder(normalise(text, owner))),
  }
}

/** The dashboards that people see: open issues, and the file on the branch. Of two that were written at once, one has been closed. */
export async function readDashboards(
  people: ForgePeople,
  owner: string,
): Promise<{ readonly issues: readonly string[]; readonly files: readonly string[] }> {
  const tip = people.findBranch(owner, blueprints, dashboardBranch)
  const { 'DASHBOARD.md': file } = tip === undefined ? {} : await people.readFiles(owner, blueprints, tip)
  const issues = people.listIssues(owner, blueprints).filter(({ open }) => open)
  return { issues: issues.map(({ body }) => body), files: file === undefined ? [] : [file] }
}

export async function readReview(
  people: ForgePeople,
  owner: string,
  { branch, title, body, labels, reviewers, draft }: ForgePullRequest,
): Promise<OpenReview> {
  const tip = people.findBranch(owner, blueprints, branch)
  const all = tip === undefined ? {} : await people.readFiles(owner, blueprints, tip)
  const main = await people.readFiles(
    owner,
    blueprints,
    people.findBranch(owner, blueprints, 'main') ?? 'main',
  )
  // What is on the default branch comes along or not, as old as the branch is: reviewers see what the branch changes.
  const changed = await people.listChangedPaths(owner, blueprints, branch)
  const files = Object.fromEntries(
    Object.entries(all).filter(([path, content]) => main[path] !== content && (changed?.has(path) ?? true)),
  )
  const text = (each: string) => normalise(each.replaceAll('\r\n', '\n').trimEnd(), owner)
  return {
    ...{
      title: text(title),
      body: withoutDescription(withoutNews(text(body))),
      labels: labels.toSorted(),
      reviewers,
      draft,
    },
    files: normaliseAll(files, owner),
  }
}

/** What has changed since the last update, which depends on when updates happened to get through. */
function withoutNews(body: string): string {
  return body
    .replace(/(?:^|\n+)(?:## Changed since|\*\*Before that, since\*\*)[\s\S]*?\nCommit: .*/g, '')
    .trim()
}

/** What a blueprint describes itself as: in words of a reviewer, if those came before the pull request was written last. */
function withoutDescription(body: string): string {
  return body.replaceAll(/^(?:Reviewed \d+|Creates null_resource\.)$/gm, 'DESCRIPTION')
}

/** A dashboard lists pull requests by their numbers, which are those of the order of opening. */
export function inAnyOrder(text: string): string {
  const inReview = (review: string) =>
    review.replace(/^(\[[^\]]*\]\([^)]*\) )?(.*)$/, (_, link = '', names: string) => {
      return `${link}${names
        .split(/, (?=`)/)
        .toSorted()
        .join(', ')}`
    })
  const inLine = (line: string) =>
    line.replace(/^(- \*\*.*?\*\*: )(.*)$/, (_, repository: string, reviews: string) => {
      return `${repository}${reviews.split('; ').map(inReview).toSorted().join('; ')}`
    })
  return text.split('\n').map(inLine).toSorted().join('\n')
}

function normaliseAll(files: Readonly<Record<string, string>>, owner: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path.startsWith('blueprints/'))
      .map(([path, text]) => {
        const told = normalise(text, owner)
        return [normalise(path, owner), path.endsWith('.md') ? withoutDescription(told) : told]
      }),
  )
}

function normalise(text: string, owner: string): string {
  return (
    text
      .replaceAll(new RegExp(owner, 'gi'), 'OWNER')
      .replaceAll(/#\d+/g, '#N')
      // Commits of our own branches have times of their own.
      .replaceAll(
        /(\/blueprints\/browse\/[^\s)]*\?at=|\/blueprints\/(?:blob|src)\/)[0-9a-f]{40}/g,
        '$1COMMIT',
      )
      .replaceAll(/(pull|pull-requests|overview)\/\d+/g, '$1/N')
  )
}

/** The places in which two states differ, a line each. */
export function listDifferences(wanted: unknown, found: unknown, place = ''): readonly string[] {
  if (Object.is(wanted, found)) return []
  if (isRecord(wanted) && isRecord(found)) {
    const keys = new Set([...Object.keys(wanted), ...Object.keys(found)])
    return [...keys].flatMap((key) => listDifferences(wanted[key], found[key], `${place}/${key}`))
  }
  const [left, right] = [print(wanted), print(found)]
  const line = left.findIndex((each, index) => each !== right[index])
  const at = line < 0 ? left.length : line
  return [
    `${place}: expected ${JSON.stringify(left.slice(at, at + 3).join('\n'))}, found ${JSON.stringify(right.slice(at, at + 3).join('\n'))}`,
  ]
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function print(value: unknown): readonly string[] {
  if (value === undefined) return ['nothing']
  return (typeof value === 'string' ? value : JSON.stringify(value)).split('\n')
}
