import { inertLine, printDiagnostic, inlineCode } from '@groundplan/errors'
import type { BlueprintChange } from '@groundplan/blueprint'
import type { HostedAddress } from '@groundplan/scm'
import { blueprintPaths } from '../file-texts.ts'
import type { DescribedProposal, Proposal } from '../proposal.ts'
import type { BranchCheck } from './check-branch.ts'
import { describeBlueprints, fold, overviewOf } from './describe-blueprints.ts'
import { describeChanges, describeUpdates } from './describe-changes.ts'
import { fitSections, type Section } from './fit-sections.ts'
import type { BranchUpdate } from './list-updates.ts'

export interface DescribedBranch {
  readonly branch: string
  /** The branch's open proposals, in the order of their blueprints' names. */
  readonly proposals: readonly DescribedProposal[]
  /** What they change for those who use the blueprints, by blueprint. */
  readonly changes: ReadonlyMap<string, readonly BlueprintChange[]>
  /** The last updates of the branch, the newest first. */
  readonly updates: readonly BranchUpdate[]
  readonly check: BranchCheck
  /** Where the blueprint repository is, and the tip of the branch, for links to its files. */
  readonly repository: HostedAddress & { readonly commit: string }
  /** True if the host shows `<details>`. */
  readonly folds: boolean
  /** Longest body that the host takes, in characters. */
  readonly maximumLength: number
}

export interface PullRequestText {
  readonly title: string
  /** Markdown. */
  readonly body: string
}

/**
 * What a pull request says: first what changes for users of the blueprints, then what is new since the last update, what it brings, what
 * our checks found, and how to try it. Long parts are folded where the host can do that.
 */
export function describePullRequest(described: DescribedBranch): PullRequestText {
  const { proposals, maximumLength } = described
  // Without the empty line before it, it would be part of the paragraph and be seen.
  const end = `\n\n${marker(proposals)}\n`
  const sections = [
    ...describeChanges(described),
    ...describeUpdates(described),
    ...overviewOf(described),
    ...findings(described),
    ...(proposals.length === 1 ? describeBlueprints(described) : []),
    ...howToTry(described),
    ...(proposals.length === 1 ? [] : describeBlueprints(described)),
  ]
  return { title: titleOf(proposals), body: fitSections(sections, maximumLength - end.length) + end }
}

function titleOf(proposals: readonly Proposal[]): string {
  const [first] = proposals
  if (first === undefined) return 'Blueprints'
  if (proposals.length === 1) return first.title
  const stores = new Set(proposals.map(({ source }) => source.store))
  return stores.size === 1
    ? `Blueprints from ${inertLine(first.source.store)}`
    : `Blueprints from ${stores.size} repositories`
}

/** How many findings are listed. */
const mostFindings = 50

function findings({ check }: DescribedBranch): readonly Section[] {
  const told = check.findings.filter(({ severity }) => severity !== 'note')
  if (told.length === 0) return check.passed ? [] : [{ text: `**Checks:** ${inlineCode(check.summary)}` }]
  const lines = told.slice(0, mostFindings).map((finding) => `- ${inlineCode(printDiagnostic(finding))}`)
  const more = told.length > mostFindings ? [`- and ${told.length - mostFindings} more`] : []
  return [{ text: ['## Findings', '', ...lines, ...more].join('\n') }]
}

function howToTry({ branch, proposals, folds }: DescribedBranch): readonly Section[] {
  const first = proposals.find(({ kind }) => kind !== 'retirement')
  if (first === undefined) return []
  const { blueprint } = blueprintPaths(first.blueprint)
  const code = [
    '```sh',
    `git fetch origin ${branch} && git checkout ${branch}`,
    'groundplan blueprint validate blueprints/',
    `groundplan blueprint form ${blueprint}   # the launch form, as JSON Schema`,
    '```',
  ].join('\n')
  const text = folds
    ? fold('Try it in a clone of this repository', code)
    : `To try it in a clone of this repository:\n\n${code}`
  return [{ text, short: '' }]
}

/** True if a pull request's body is about a blueprint, as far as it tells. */
export function isAbout(body: string, blueprint: string): boolean {
  const start = body.lastIndexOf(markerStart)
  const end = body.indexOf(')', start + markerStart.length)
  // Without its end it was cut, and names are missing.
  if (start < 0 || end < 0) return true
  return body
    .slice(start + markerStart.length, end)
    .split(' ')
    .includes(blueprint)
}

/** True if a pull request's body is about other blueprints than these: an importer that knows nothing of this one's wrote it. */
export function isAboutOthers(body: string, proposals: readonly Proposal[]): boolean {
  return body.includes(markerStart) && !body.includes(marker(inOrder(proposals)))
}

/** The order in which pull requests tell of proposals. */
export function inOrder(proposals: readonly Proposal[]): readonly Proposal[] {
  return proposals.toSorted((left, right) => (left.blueprint < right.blueprint ? -1 : 1))
}

const markerStart = '[//]: # (groundplan:proposal '

/** Tells which blueprints it is about even if no record of it is left; hosts do not show it. */
function marker(proposals: readonly Proposal[]): string {
  return `${markerStart}${proposals.map(({ blueprint }) => blueprint).join(' ')})`.slice(0, 4000)
}
