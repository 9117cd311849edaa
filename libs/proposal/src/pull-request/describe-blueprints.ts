import { inertMarkdown, markdownCode, markdownLink } from '@groundplan/errors'
import { repositoryUrl, sourceUrl } from '@groundplan/scm'
import { blueprintPaths } from '../file-texts.ts'
import type { DescribedProposal, Proposal } from '../proposal.ts'
import type { DescribedBranch } from './describe-pull-request.ts'
import type { Section } from './fit-sections.ts'
import { readParts, type BodyPart } from './read-parts.ts'

/** How many blueprints the table has. */
const mostRows = 100

/** Several blueprints in one table. */
export function overviewOf({ proposals, changes }: DescribedBranch): readonly Section[] {
  if (proposals.length === 1) return []
  const table = (linked: boolean) => {
    const rows = proposals.slice(0, mostRows).map((proposal) => {
      const { blueprint, source } = proposal
      const link = (label: string, url: string | undefined) => markdownLink(label, linked ? url : undefined)
      const repository = link(inertMarkdown(source.store), repositoryUrl(source))
      const directory = link(markdownCode(source.path), sourceUrl(source))
      return `| ${markdownCode(blueprint)} | ${kindOf(proposal, changes)} | ${repository} | ${directory} |`
    })
    const left = proposals.length - mostRows
    const more = left > 0 ? [`| and ${left} more | | | |`] : []
    return ['| Blueprint | | Repository | Directory |', '| --- | --- | --- | --- |', ...rows, ...more].join(
      '\n',
    )
  }
  return [{ text: `Brings ${countKinds(proposals)}.` }, { text: table(true), short: table(false) }]
}

const kindWords: Readonly<Record<Proposal['kind'], string>> = {
  new: 'new',
  update: 'changed',
  retirement: 'retired',
}

function kindOf({ blueprint, kind }: Proposal, changes: DescribedBranch['changes']): string {
  const breaking = (changes.get(blueprint) ?? []).filter(({ level }) => level === 'breaking').length
  return breaking === 0 || kind === 'retirement'
    ? kindWords[kind]
    : `${kindWords[kind]}, ${breaking} breaking`
}

function countKinds(proposals: readonly Proposal[]): string {
  const counts = (['new', 'update', 'retirement'] as const).flatMap((kind) => {
    const count = proposals.filter((proposal) => proposal.kind === kind).length
    return count === 0 ? [] : [`${count} ${kindWords[kind]}`]
  })
  return `${proposals.length} blueprints: ${counts.join(', ')}`
}

/** What is told of each blueprint. Of several, each is folded, or without its long parts where the host cannot fold. */
export function describeBlueprints(described: DescribedBranch): readonly Section[] {
  const { proposals, folds } = described
  const [only] = proposals
  if (only !== undefined && proposals.length === 1)
    return keptParts(only, described).map((part) => sectionOf(part, only, described))
  return proposals.map((proposal) => {
    const { blueprint, kind } = proposal
    const parts = keptParts(proposal, described)
    if (folds) {
      const text = parts.map((part) => sectionOf(part, proposal, described).text).join('\n\n')
      return { text: fold(`${blueprint}: ${kindWords[kind]}`, demote(text)), short: '' }
    }
    const texts = parts.flatMap((part) => (part.kind === 'fold' ? [] : [part.text]))
    const link = kind === 'retirement' ? [] : [readmeLink(proposal, described, 'Inputs and outputs')]
    return { text: [`## ${markdownCode(blueprint)}`, ...texts.map(demote), ...link].join('\n\n'), short: '' }
  })
}

/** Without the changes, of which the pull request tells at its beginning. */
function keptParts(
  { blueprint, body }: DescribedProposal,
  { changes }: DescribedBranch,
): readonly BodyPart[] {
  const isTold = (changes.get(blueprint) ?? []).length > 0
  return readParts(body).filter(({ kind }) => kind !== 'changes' || !isTold)
}

function sectionOf(part: BodyPart, proposal: DescribedProposal, described: DescribedBranch): Section {
  if (part.kind !== 'fold') return { text: part.text }
  const { summary, text } = part
  const short = readmeLink(proposal, described, summary)
  // The summary says what the heading does.
  return { text: described.folds ? fold(summary, text.replace(/^#+ [^\n]*\n+/, '')) : text, short }
}

function readmeLink(
  { blueprint }: Proposal,
  { repository }: Pick<DescribedBranch, 'repository'>,
  label: string,
): string {
  const path = blueprintPaths(blueprint).readme
  const page = sourceUrl({ ...repository, path, line: 1 })?.replace(/#[^#]*$/, '')
  return `${inertMarkdown(label)}: see ${markdownLink(markdownCode(path), page)}`
}

/** A part that readers open. The empty lines let Markdown begin again inside of it. */
export function fold(summary: string, text: string): string {
  const safe = summary.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<details>\n<summary>${safe}</summary>\n\n${text}\n\n</details>`
}

/** Puts headings one level lower. */
function demote(text: string): string {
  let isCode = false
  return text
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) isCode = !isCode
      return !isCode && /^#{1,5} /.test(line) ? `#${line}` : line
    })
    .join('\n')
}
