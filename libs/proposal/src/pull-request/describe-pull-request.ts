import { describeChange, markdownQuote, sortChanges, type BlueprintChange } from '@groundplan/blueprint'
import { inertLine, inertMarkdown, markdownCode, printDiagnostic } from '@groundplan/errors'
import { blueprintPaths } from '../file-texts.ts'
import type { DescribedProposal, Proposal } from '../proposal.ts'
import type { BranchCheck } from './check-branch.ts'

export interface DescribedBranch {
  readonly branch: string
  /** The branch's open proposals, in the order of their blueprints' names. */
  readonly proposals: readonly DescribedProposal[]
  /** What they change for those who use the blueprints, by blueprint. */
  readonly changes: ReadonlyMap<string, readonly BlueprintChange[]>
  readonly check: BranchCheck
  /** Longest body that the host takes, in characters. */
  readonly maximumLength: number
}

export interface PullRequestText {
  readonly title: string
  /** Markdown. */
  readonly body: string
}

/** What a pull request says: breaking changes first, then what it brings, our findings, how to try it, and each blueprint. */
export function describePullRequest(described: DescribedBranch): PullRequestText {
  const { proposals, maximumLength } = described
  // Without the empty line before it, it would be part of the paragraph and be seen.
  const end = `\n\n${marker(proposals)}\n`
  const head = [breakingChanges(described), overview(described), findings(described), howToTry(described)]
  const sections = [
    ...head.filter((section) => section !== ''),
    ...proposals.map(({ blueprint, body }) => (proposals.length === 1 ? body : `# ${blueprint}\n\n${body}`)),
  ].map((section) => section.trim())
  return { title: titleOf(proposals), body: fit(sections, maximumLength - end.length) + end }
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

function breakingChanges({ proposals, changes }: DescribedBranch): string {
  const lines = proposals.flatMap(({ blueprint }) =>
    sortChanges(changes.get(blueprint) ?? [])
      .filter(({ level }) => level === 'breaking')
      .map(
        (change) =>
          `- ${proposals.length === 1 ? '' : `\`${blueprint}\`: `}${describeChange(change, markdownQuote)}`,
      ),
  )
  if (lines.length === 0) return ''
  return ['## Breaking changes', '', 'Users of the published blueprints may need to act:', '', ...lines].join(
    '\n',
  )
}

const kindWords: Readonly<Record<Proposal['kind'], string>> = {
  new: 'new',
  update: 'changed',
  retirement: 'retired',
}

function overview({ proposals }: DescribedBranch): string {
  if (proposals.length === 1) return ''
  const rows = proposals.map(
    ({ blueprint, kind, source }) =>
      `| \`${blueprint}\` | ${kindWords[kind]} | ${inertMarkdown(source.store)} | ${markdownCode(source.path)} |`,
  )
  return ['| Blueprint | | Repository | Directory |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function findings({ check }: DescribedBranch): string {
  const told = check.findings.filter(({ severity }) => severity !== 'note')
  if (told.length === 0) return `**Checks:** ${check.summary}`
  const lines = told.slice(0, 50).map((finding) => `- ${markdownQuote.value(printDiagnostic(finding))}`)
  const more = told.length > 50 ? [`- and ${told.length - 50} more`] : []
  return ['## Findings', '', ...lines, ...more].join('\n')
}

function howToTry({ branch, proposals }: DescribedBranch): string {
  const first = proposals.find(({ kind }) => kind !== 'retirement')
  if (first === undefined) return ''
  const { blueprint } = blueprintPaths(first.blueprint)
  return [
    'To try it in a clone of this repository:',
    '',
    '```sh',
    `git fetch origin ${branch} && git checkout ${branch}`,
    'groundplan blueprint validate blueprints/',
    `groundplan blueprint form ${blueprint}   # the launch form, as JSON Schema`,
    '```',
  ].join('\n')
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

/** As many sections as there is room for; one that has to be cut ends with a whole paragraph. */
function fit(sections: readonly string[], limit: number): string {
  const note = '\n\n*The description is too long to show in full. See the files.*\n'
  let text = ''
  for (const [index, section] of sections.entries()) {
    const next = text === '' ? section : `${text}\n\n${section}`
    const isLast = index === sections.length - 1
    if (next.length + (isLast ? 0 : note.length) <= limit) {
      text = next
      continue
    }
    const room = limit - note.length
    return (text.length >= room / 2 ? text : cutAtParagraph(next, room)) + note
  }
  return text
}

function cutAtParagraph(text: string, length: number): string {
  const end = text.slice(0, length).lastIndexOf('\n\n')
  const cut = text.slice(0, end < 1 ? text.lastIndexOf('\n', length) : end)
  // A code block that was cut open would swallow the rest.
  return (cut.match(/^```/gm) ?? []).length % 2 === 0 ? cut : `${cut}\n\`\`\``
}
