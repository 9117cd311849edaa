import { mergeBlueprints, takeGenerated, type MergeConflict } from '@groundplan/blueprint'
import type { FileTexts, MergedTexts, ProposalConflict, ThreeVersions } from '@groundplan/proposal'
import { mergeLines } from './merge-lines.ts'

/**
 * Merges the files of a blueprint as generated now with what people made of them: blueprints by what stands in them, a README by its
 * lines, people's side first. What people took away stays away. `describe` gives the README of a merged blueprint.
 */
export function mergeFiles(
  { base, edited, generated }: ThreeVersions,
  describe: (blueprints: FileTexts) => FileTexts = () => new Map(),
): MergedTexts {
  const texts = new Map<string, string>()
  const conflicts: string[] = []
  const toDecide: ProposalConflict[] = []
  const merge = (path: string, now: string) => {
    const [before, theirs] = [base.get(path), edited.get(path)]
    if (theirs === before) texts.set(path, now)
    if (theirs === before || theirs === undefined) return
    const versions = { base: before ?? '', edited: theirs, generated: now }
    if (path.endsWith('.yaml') && before !== undefined) {
      const merged = mergeBlueprints(versions)
      texts.set(path, merged.text)
      conflicts.push(...merged.conflicts.map(describeConflict))
      const waiting = merged.conflicts.filter(({ severity }) => severity === 'conflict')
      toDecide.push(...waiting.map((conflict) => toProposalConflict(path, conflict, merged.text)))
    } else {
      const merged = mergeLines(versions)
      texts.set(path, merged.text)
      if (merged.isConflict) {
        const message = `Edits in ${path} conflict with generated changes. The edits are kept, so the file may not describe all changes.`
        conflicts.push(escape(message))
        toDecide.push({ id: `${path}#file`, file: path, path: [], message, canTakeGenerated: true })
      }
    }
  }
  const [blueprints, others] = [true, false].map((wanted) =>
    [...generated].filter(([path]) => path.endsWith('.yaml') === wanted),
  )
  for (const [path, now] of blueprints ?? []) merge(path, now)
  const described = describe(texts)
  for (const [path, now] of others ?? []) merge(path, described.get(path) ?? now)
  return { texts, conflicts, toDecide: withUniqueIds(toDecide) }
}

function toProposalConflict(
  file: string,
  { kind, path, message, hint, edited, generated }: MergeConflict,
  text: string,
): ProposalConflict {
  const isWhole = kind === 'unreadable'
  return {
    id: `${file}#${kind}:${path.map(encodeURIComponent).join('.')}`,
    ...{ file, path, message, hint },
    ...(isWhole ? {} : { edited, generated }),
    canTakeGenerated: isWhole || takeGenerated(text, { path, edited, generated }).kind === 'taken',
  }
}

function withUniqueIds(conflicts: readonly ProposalConflict[]): readonly ProposalConflict[] {
  const seen = new Map<string, number>()
  return conflicts.map((conflict) => {
    const count = (seen.get(conflict.id) ?? 0) + 1
    seen.set(conflict.id, count)
    return count === 1 ? conflict : { ...conflict, id: `${conflict.id}~${count}` }
  })
}

/** One item of a Markdown list. Quotes in full what the merge removes from the file. */
function describeConflict({ kind, message, hint, edited }: MergeConflict): string {
  const text = escape([message, hint].filter((part) => part !== undefined).join(' '))
  return kind === 'removed' && edited !== undefined ? `${text}\n\n${quoteBlock(edited)}\n` : text
}

/** Names and values in it are people's and modules'. */
function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replaceAll(/\s+/g, ' ')
}

function quoteBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}yaml`, ...text.trimEnd().split('\n'), fence].map((line) => `  ${line}`).join('\n')
}
