import {
  isNewRequiredInput,
  markdownQuote,
  sortChanges,
  summarizeChange,
  type BlueprintChange,
} from '@groundplan/blueprint'
import { markdownCode, markdownLink } from '@groundplan/errors'
import { commitUrl, sourceUrl } from '@groundplan/scm'
import type { DescribedProposal } from '../proposal.ts'
import { listHeadlines } from '../texts/describe-commit.ts'
import type { DescribedBranch } from './describe-pull-request.ts'
import type { Section } from './fit-sections.ts'
import type { BranchUpdate, UpdatedBlueprint } from './list-updates.ts'

/** How many lines a list has. */
const mostLines = 50

interface ChangeLine {
  readonly text: string
  readonly change: BlueprintChange
}

/** What changes for users of the published blueprints: breaking changes, among them new required inputs last, then everything else. */
export function describeChanges({ proposals, changes }: DescribedBranch): readonly Section[] {
  const isOne = proposals.length === 1
  // A pull request that only retires a blueprint says so itself.
  const toTell = ({ blueprint, kind }: DescribedProposal) =>
    isOne && kind === 'retirement' ? [] : (changes.get(blueprint) ?? [])
  const lines = proposals.flatMap((proposal): readonly ChangeLine[] =>
    sortChanges(toTell(proposal)).map((change) => ({
      change,
      text: `${isOne ? '' : `${markdownCode(proposal.blueprint)}: `}${summarizeChange(change, markdownQuote)}${linkOf(change, proposal)}`,
    })),
  )
  const breaking = lines.filter(({ change }) => change.level === 'breaking')
  const required = breaking.filter(({ change }) => isNewRequiredInput(change))
  const severe = breaking.filter((line) => !required.includes(line))
  const others = lines.filter((line) => !breaking.includes(line) && !isRevision(line.change))
  const isQuiet = lines.length > 0 && breaking.length + others.length === 0
  return [
    ...list('## Breaking changes', severe, 'Users of the published blueprints may need to act:'),
    ...list('## New required inputs', required, 'Users of the published blueprints have to fill these in:'),
    ...list('## Other changes', others),
    ...(isQuiet
      ? [{ text: 'Inputs and outputs stay as they are: only the version of the module changes.' }]
      : []),
  ]
}

function isRevision({ rule }: BlueprintChange): boolean {
  return rule === 'grain-revision-changed'
}

function list(heading: string, lines: readonly ChangeLine[], note?: string): readonly Section[] {
  if (lines.length === 0) return []
  const items = capLines(lines.map(({ text }) => `- ${text}`))
  const text = [heading, '', ...(note === undefined ? [] : [note, '']), ...items].join('\n')
  return [{ text }]
}

/** Where the module declares what was added or changed. */
function linkOf(change: BlueprintChange, { source, details }: DescribedProposal): string {
  if (!('name' in change) || change.kind === 'removed' || change.section === 'grains') return ''
  const kind = change.section === 'inputs' ? 'variable' : 'output'
  const place = details?.declarations.find((each) => each.kind === kind && each.name === change.name)
  if (place === undefined) return ''
  const url = sourceUrl({ ...source, path: place.file, line: place.line })
  return url === undefined ? '' : ` (${markdownLink(markdownCode(`${place.file}:${place.line}`), url)})`
}

/** What the last updates of the branch changed, for those who have looked at it before. */
export function describeUpdates({ updates, proposals, repository }: DescribedBranch): readonly Section[] {
  const sources = new Map(proposals.map(({ blueprint, source }) => [blueprint, source]))
  const atCommit = (commit: string) =>
    markdownLink(markdownCode(commit.slice(0, 10)), commitUrl({ ...repository, commit }))
  return updates.map(({ from, to, blueprints }: BranchUpdate, index) => {
    const heading = `${index === 0 ? '## Changed since' : '**Before that, since**'} ${atCommit(from)}`
    const lines = blueprints.flatMap((each) => linesOf(each, sources.get(each.blueprint)))
    const items = lines.length === 0 ? ['- only texts'] : capLines(lines)
    const text = [heading, '', ...items, '', `Commit: ${atCommit(to)}`].join('\n')
    return index === 0 ? { text } : { text, short: '' }
  })
}

function linesOf(
  { blueprint, kind, changes }: UpdatedBlueprint,
  source: DescribedProposal['source'] | undefined,
): readonly string[] {
  const name = markdownCode(blueprint)
  if (kind === 'added') return [`- ${name}: added`]
  if (kind === 'removed') return [`- ${name}: no longer proposed`]
  const headlines = source === undefined ? [] : listHeadlines({ changes, source })
  return headlines.length === 0 ? [`- ${name}: only texts`] : headlines.map((line) => `- ${name}: ${line}`)
}

function capLines(lines: readonly string[]): readonly string[] {
  const left = lines.length - mostLines
  return left <= 0 ? lines : [...lines.slice(0, mostLines), `- and ${left} more`]
}
