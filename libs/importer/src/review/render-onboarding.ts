import { inertMarkdown, inlineCode, markdownCode, markdownLink } from '@groundplan/errors'
import { fitSections, fold, type ProposalDraft } from '@groundplan/proposal'
import { repositoryUrl, sourceUrl } from '@groundplan/scm'
import type { ModuleOutcome, RepositoryOutcome } from '../import-report.ts'
import type { ReviewLimits } from '../review-settings.ts'
import { emptyReason } from '../scan/leave-out.ts'

/** What the first configuration would bring. */
export interface Prospect {
  readonly repositories: readonly RepositoryOutcome[]
  readonly modules: readonly ModuleOutcome[]
  /** What would be proposed. */
  readonly drafts: readonly Pick<ProposalDraft, 'blueprint' | 'branch' | 'source' | 'reviewers'>[]
  readonly limits: ReviewLimits
  /** Which secrets would be sent where, in Markdown, one line each. */
  readonly secrets?: readonly string[] | undefined
}

export interface OnboardingFormat {
  /** True if the host shows `<details>`. */
  readonly folds: boolean
  /** Longest body that the host takes, in characters. */
  readonly maximumLength: number
}

/** Longest table and list. */
const most = 100
/** More names are folded where the host can do that. */
const mostUnfolded = 20

/** What the pull request says: what happens on merging it, and what would come then. */
export function renderOnboarding(
  path: string,
  prospect: Prospect,
  { folds, maximumLength }: OnboardingFormat,
): string {
  const { repositories, modules, drafts, secrets = [] } = prospect
  const names = nameTable(drafts)
  const isLong = folds && drafts.length > mostUnfolded
  const sections = [
    {
      text: `Adds \`${path}\`. **Nothing is proposed until this is merged.** To change the settings, edit the file on this branch: the next import updates the preview below. If you do not want to use Groundplan, close this pull request.`,
    },
    { text: `## Preview\n\n${summarize(prospect)}` },
    { text: repositoryTable(modules, repositories).join('\n') },
    ...(names.length === 0
      ? []
      : [
          { text: `## Names\n\n${namingRule}` },
          {
            text: isLong ? fold(`${drafts.length} blueprints`, names.join('\n')) : names.join('\n'),
            short: '',
          },
        ]),
    ...problems(modules, repositories),
    ...secretSection(secrets),
  ]
  return `${fitSections(sections, maximumLength - 1)}\n`
}

function summarize({ repositories, modules, drafts, limits }: Prospect): string {
  const isReady = ({ outcome }: ModuleOutcome) => outcome === 'new' || outcome === 'updated'
  const branches = new Set(drafts.map(({ branch }) => branch)).size
  const pace = [
    ...(limits.open === undefined ? [] : [`at most ${limits.open} open at a time`]),
    ...(limits.perHour === undefined ? [] : [`at most ${limits.perHour} opened per hour`]),
  ].join(', ')
  const empty = repositories.filter((each) => each.status === 'skipped' && each.reason === emptyReason).length
  const sentences = [
    `${plural(branches, 'pull request')} with ${plural(modules.filter(isReady).length, 'blueprint')}, from ${plural(repositories.length - empty, 'repository', 'repositories')}${pace === '' ? '' : ` (${pace})`}.`,
    ...(empty === 0
      ? []
      : [
          empty === 1
            ? '1 repository is empty; it is read once somebody pushes to it.'
            : `${empty} repositories are empty; they are read once somebody pushes to them.`,
        ]),
  ]
  return sentences.join(' ')
}

const namingRule =
  'A blueprint is named after its module\u2019s folder; where several modules have the same folder name, after their parent folders or repositories as well. A name does not change once it is proposed.'

function nameTable(drafts: Prospect['drafts']): readonly string[] {
  if (drafts.length === 0) return []
  const sorted = drafts.toSorted((left, right) => (left.blueprint < right.blueprint ? -1 : 1))
  const rows = sorted.slice(0, most).map(({ blueprint, source }) => {
    const repository = markdownLink(inertMarkdown(source.store), repositoryUrl(source))
    return `| ${markdownCode(blueprint)} | ${repository} | ${markdownLink(markdownCode(source.path), sourceUrl(source))} |`
  })
  const more = sorted.length > most ? [`| and ${sorted.length - most} more | | |`] : []
  return ['| Blueprint | Repository | Folder |', '| --- | --- | --- |', ...rows, ...more]
}

function repositoryTable(
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
): readonly { readonly text: string }[] {
  const lines = [
    ...repositories.flatMap((each) =>
      each.status === 'failed' ? [`- ${inlineCode(each.address)}: ${inlineCode(each.message)}`] : [],
    ),
    ...modules.flatMap(({ outcome, repository, path, reason = '' }) =>
      outcome === 'failed' ? [`- ${inlineCode(`${repository}/${path}`)}: ${inlineCode(reason)}`] : [],
    ),
  ]
  return list('Problems', lines)
}

/** Reviewers should see it before they merge: from then on hosts in the file decide where secrets go. */
function secretSection(secrets: readonly string[]): readonly { readonly text: string }[] {
  const note =
    'Once this is merged, the server signs in and sends secrets as follows, provided that its own settings allow it:'
  return list(
    'Secrets',
    secrets.map((line) => `- ${line}`),
    note,
  )
}

function list(
  heading: string,
  lines: readonly string[],
  note?: string,
): readonly { readonly text: string }[] {
  if (lines.length === 0) return []
  const more = lines.length > most ? [`- and ${lines.length - most} more`] : []
  const start = [`## ${heading}`, '', ...(note === undefined ? [] : [note, ''])]
  return [{ text: [...start, ...lines.slice(0, most), ...more].join('\n') }]
}

function plural(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
