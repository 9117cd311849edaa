import type { ChangeSet } from '@groundplan/change-set'
import { ConflictError, inertMarkdown, inlineCode } from '@groundplan/errors'
import {
  openOrFindPullRequest,
  sideStepsOf,
  type ProposalDependencies,
  type ReviewHost,
} from '@groundplan/proposal'
import { generator } from '@groundplan/scm'
import type { ModuleOutcome, RepositoryOutcome } from '../import-report.ts'
import type { ReviewLimits } from '../review-settings.ts'

/** Branch on which a blueprint repository is offered its first configuration. */
export function nameOnboardingBranch(prefix: string): string {
  return `${prefix}configure`
}

/** What the pull request with the configuration shows of what would come. */
export const onboardingStep = { kind: 'onboarding', subject: 'configuration' } as const

/** A first configuration that people have not merged yet. */
export interface Onboarding {
  readonly path: string
  readonly text: string
  /** Come with it, unless the default branch has them: what the file refers to. */
  readonly files?: ChangeSet | undefined
  /** As `nameOnboardingBranch` names it. */
  readonly branch: string
  /** Which secrets it would have sent where once it is merged, in Markdown, one line each. */
  readonly secrets?: readonly string[] | undefined
}

/** What the first configuration would bring. */
export interface Prospect {
  readonly repositories: readonly RepositoryOutcome[]
  readonly modules: readonly ModuleOutcome[]
  /** How many branches that makes. */
  readonly branches: number
  readonly limits: ReviewLimits
  /** As {@link Onboarding} has them. */
  readonly secrets?: readonly string[] | undefined
}

export interface ProposedConfiguration {
  readonly url: string
  /** True if people have closed it: then nothing is imported until they open it again or write a configuration. */
  readonly closed: boolean
}

/** Opens the pull request that brings the first configuration and shows what would come of it, or brings it up to date. */
export async function proposeConfiguration(
  { path, text, branch, files = [], secrets = [] }: Onboarding,
  prospect: Prospect,
  dependencies: ProposalDependencies,
  host: ReviewHost,
): Promise<ProposedConfiguration> {
  const { repository, now } = dependencies
  const { branch: base, commit: head } = await repository.readHead()
  const title = 'Configure Groundplan'
  const about = { kind: 'configuration' } as const
  if ((await repository.findBranch(branch)) === undefined) {
    const there = await repository.readEntries(
      head,
      files.map((file) => file.path),
    )
    const missing = files.filter((file) => !there.some((entry) => entry.path === file.path))
    const changes = [{ kind: 'write', path, content: text } as const, ...missing]
    const message = `${title}\n\nMerge to start importing.\n`
    const commit = { parent: head, changes, message, author: generator, date: now(), branch, about }
    try {
      await repository.pushBranch({ ...commit, expected: 'absent' })
    } catch (error) {
      // Another importer was faster, with the same file.
      if (!(error instanceof ConflictError)) throw error
      await repository.refresh()
    }
  }
  const body = renderOnboarding(path, { ...prospect, secrets })
  const request = { branch, base, title: host.renderTitle?.(title, about) ?? title, body, draft: false }
  const found = await openOrFindPullRequest(request, host, {
    isDone: ({ state }) => state.status === 'merged',
  })
  if (found.state.status !== 'open') return { url: found.url, closed: true }
  const { number, url } = found
  const isSame = found.body.trimEnd() === body.trimEnd()
  await sideStepsOf(dependencies).attempt({ ...onboardingStep, pullRequest: { number, url } }, async () => {
    if (!isSame) await host.pullRequests.updatePullRequest(host.repository, number, { body })
  })
  return { url, closed: false }
}

/** What the pull request says: what happens on merging it, and what would come then. */
export function renderOnboarding(path: string, prospect: Prospect): string {
  const { repositories, modules, branches, limits, secrets = [] } = prospect
  const count = (outcome: ModuleOutcome['outcome']) =>
    modules.filter((module) => module.outcome === outcome).length
  const pace = [
    ...(limits.open === undefined ? [] : [`at most ${limits.open} open at a time`]),
    ...(limits.perHour === undefined ? [] : [`at most ${limits.perHour} opened per hour`]),
  ].join(', ')
  return [
    `Adds \`${path}\`. **Nothing is proposed until this is merged.** To change the settings, edit the file on this branch: the next import updates the preview below. If you do not want to use Groundplan, close this pull request.`,
    '',
    '## Preview',
    '',
    `${plural(branches, 'pull request')} with ${plural(count('new') + count('updated'), 'blueprint')}, from ${plural(repositories.length, 'repository', 'repositories')}${pace === '' ? '' : ` (${pace})`}.`,
    '',
    ...table(modules, repositories),
    ...problems(modules, repositories),
    ...secretSection(secrets),
    '',
  ].join('\n')
}

/** Longest table and list, so that the body has room in every host's limit. */
const most = 100

function table(
  modules: readonly ModuleOutcome[],
  repositories: readonly RepositoryOutcome[],
): readonly string[] {
  const byRepository = Map.groupBy(modules, ({ repository }) => repository)
  const rows = repositories.flatMap((repository) => {
    if (repository.status !== 'read') return []
    const own = byRepository.get(repository.name) ?? []
    const number = (...outcomes: readonly ModuleOutcome['outcome'][]) =>
      own.filter(({ outcome }) => outcomes.includes(outcome)).length
    const cells = [number('new', 'updated', 'waiting'), number('skipped'), number('failed')]
    return own.length === 0 ? [] : [`| ${inertMarkdown(repository.name)} | ${cells.join(' | ')} |`]
  })
  if (rows.length === 0) return ['No Terraform modules found.']
  const more = rows.length > most ? [`| and ${rows.length - most} more | | | |`] : []
  return [
    '| Repository | Blueprints | Skipped | Failed |',
    '| --- | --- | --- | --- |',
    ...rows.slice(0, most),
    ...more,
  ]
}

function problems(
  modules: readonly ModuleOutcome[],
  repositories: readonly RepositoryOutcome[],
): readonly string[] {
  const lines = [
    ...repositories.flatMap((each) =>
      each.status === 'failed' ? [`- ${inlineCode(each.address)}: ${inlineCode(each.message)}`] : [],
    ),
    ...modules.flatMap(({ outcome, repository, path, reason = '' }) =>
      outcome === 'failed' ? [`- ${inlineCode(`${repository}/${path}`)}: ${inlineCode(reason)}`] : [],
    ),
  ]
  if (lines.length === 0) return []
  const more = lines.length > most ? [`- and ${lines.length - most} more`] : []
  return ['', '## Problems', '', ...lines.slice(0, most), ...more]
}

/** Reviewers should see it before they merge: from then on hosts in the file decide where secrets go. */
function secretSection(secrets: readonly string[]): readonly string[] {
  if (secrets.length === 0) return []
  const more = secrets.length > most ? [`- and ${secrets.length - most} more`] : []
  return [
    '',
    '## Secrets',
    '',
    'Once this is merged, the server sends these secrets to these addresses, provided that its own settings allow it:',
    '',
    ...secrets.slice(0, most).map((line) => `- ${line}`),
    ...more,
  ]
}

function plural(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
