import {
  isNewRequiredInput,
  markdownQuote,
  sortChanges,
  summarizeChange,
  type BlueprintChange,
} from '@groundplan/blueprint'
import { inertLine } from '@groundplan/errors'
import type { Proposal, ProposalSource } from '../proposal.ts'

/** What a commit with generated blueprints does, for the words of its message. */
export interface CommitSubject {
  readonly parts: readonly CommitPart[]
  /** Names of blueprints that the branch brings no more. */
  readonly removed: readonly string[]
  /** True if it merges what was generated with edits that people made. */
  readonly keepsEdits: boolean
}

export interface CommitPart {
  readonly blueprint: string
  readonly kind: Proposal['kind']
  /** Title of the proposal, by what it is. */
  readonly title: string
  readonly source: ProposalSource
  /** What is different from the version that the branch or, if it has none, the default branch had; empty for a new blueprint. */
  readonly changes: readonly BlueprintChange[]
  /** True if the branch had a version of it before. */
  readonly isRenewed: boolean
}

/** A commit message in its two parts: the first line, and everything after the empty line. */
export interface CommitText {
  readonly subject: string
  readonly body: string
}

/** Longest first line of a commit, in characters. */
export const longestSubject = 72

/** How many lines of a kind a message has at most. */
const mostLines = 50

/** Our words for a commit: what changed in the first line, then a line for each blueprint, then where they come from. */
export function describeCommit(commit: CommitSubject): CommitText {
  const { parts, removed, keepsEdits } = commit
  const { subject, full } = subjectOf(commit)
  const [only] = parts
  const lines =
    parts.length + removed.length === 1 ? (only === undefined ? [] : changeLines(only)) : listParts(commit)
  const origins = parts.map(({ source }) => `From ${source.store}, ${source.path} at ${source.commit}.`)
  const paragraphs = [
    ...(full === subject ? [] : [full]),
    capLines(lines).join('\n'),
    keepsEdits ? 'Keeps the edits made in the blueprints.' : '',
    capLines(origins)
      .map((line) => inertLine(line, 500))
      .join('\n'),
  ]
  return { subject, body: paragraphs.filter((paragraph) => paragraph !== '').join('\n\n') }
}

/** The message as git takes it. */
export function printCommitText({ subject, body }: CommitText): string {
  return body === '' ? `${subject}\n` : `${subject}\n\n${body}\n`
}

interface Subject {
  readonly subject: string
  /** The same where there is room for it. */
  readonly full: string
}

function subjectOf({ parts, removed }: CommitSubject): Subject {
  const [first] = parts
  if (first === undefined) return shorten([removedTitle(removed)])
  if (parts.length > 1) return shorten([countedTitle(parts)])
  const { title, kind } = first
  if (kind === 'retirement') return shorten([title])
  const [headline, ...others] = listHeadlines(first)
  if (headline === undefined) return shorten([title])
  const more = others.length === 0 ? [] : [`${title}: ${headline} and ${others.length} more`]
  return shorten([...more, `${title}: ${headline}`, title])
}

/** The first of these that is short enough, or the last one, cut. */
function shorten(candidates: readonly string[]): Subject {
  const lines = candidates.map((line) => inertLine(line, 1_000))
  const fitting = lines.find((line) => line.length <= longestSubject)
  if (fitting !== undefined) return { subject: fitting, full: fitting }
  const last = candidates.at(-1) ?? ''
  let room = longestSubject
  // What keeps foreign text from being a reference takes room, too.
  while (inertLine(last, room).length > longestSubject) room -= 1
  return { subject: inertLine(last, room), full: lines.at(-1) ?? '' }
}

function countedTitle(parts: readonly CommitPart[]): string {
  const verbs = Map.groupBy(parts, ({ kind, isRenewed }) =>
    kind === 'retirement' ? 'retire' : kind === 'update' || isRenewed ? 'update' : 'add',
  )
  const counts = (['add', 'update', 'retire'] as const).flatMap((verb) => {
    const count = verbs.get(verb)?.length ?? 0
    return count === 0 ? [] : [`${verb} ${count}`]
  })
  const stores = new Set(parts.map(({ source }) => source.store))
  const from = stores.size === 1 ? [...stores].join('') : `${stores.size} repositories`
  const text = `${counts.join(', ')} blueprints from ${from}`
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function removedTitle(removed: readonly string[]): string {
  const [first = ''] = removed
  return removed.length === 1
    ? `Remove blueprint ${first} from this branch`
    : `Remove ${removed.length} blueprints from this branch`
}

function changeLines(part: CommitPart): readonly string[] {
  const headlines = listHeadlines(part)
  return headlines.map((line) => inertLine(`- ${line}`, 300))
}

function listParts({ parts, removed }: CommitSubject): readonly string[] {
  return [
    ...parts.flatMap((part) => {
      const headlines = listHeadlines(part)
      const words = headlines.length === 0 ? [kindWords[part.kind]] : headlines
      return words.map((line) => inertLine(`- ${part.blueprint}: ${line}`, 300))
    }),
    ...removed.map((blueprint) => inertLine(`- ${blueprint}: no longer proposed`, 300)),
  ]
}

const kindWords = { new: 'new', update: 'updated', retirement: 'retired' } as const

/** What changed in one blueprint, the gravest first and new required inputs before everything else; in Markdown. */
export function listHeadlines({
  changes,
  source,
}: Pick<CommitPart, 'changes' | 'source'>): readonly string[] {
  const ordered = sortChanges(changes)
  const sorted = [
    ...ordered.filter(isNewRequiredInput),
    ...ordered.filter((change) => !isNewRequiredInput(change)),
  ]
  const [first] = sorted
  if (first === undefined) return []
  // Nothing that users see: which state of the module it is then says most.
  if (sorted.every(({ rule }) => rule === 'grain-revision-changed'))
    return [
      source.tag === undefined ? `module at ${source.commit.slice(0, 12)}` : `module version ${source.tag}`,
    ]
  return sorted
    .filter(({ rule }) => rule !== 'grain-revision-changed')
    .map((change) => summarizeChange(change, markdownQuote))
}

function capLines(lines: readonly string[]): readonly string[] {
  const left = lines.length - mostLines
  return left <= 0 ? lines : [...lines.slice(0, mostLines), `and ${left} more`]
}
