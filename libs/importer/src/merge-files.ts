import { mergeBlueprints, type MergeConflict } from '@groundplan/blueprint'
import type { MergedTexts, ThreeVersions } from '@groundplan/proposal'

/**
 * Merges the files of a blueprint as generated now with what people made of them. Blueprints are merged by what stands in them;
 * a README that was edited is left as it is. What people took away stays away.
 */
export function mergeFiles({ base, edited, generated }: ThreeVersions): MergedTexts {
  const texts = new Map<string, string>()
  const conflicts: string[] = []
  for (const [path, now] of generated) {
    const [before, theirs] = [base.get(path), edited.get(path)]
    if (theirs === before) texts.set(path, now)
    if (theirs === before || theirs === undefined) continue
    if (before !== undefined && path.endsWith('.yaml')) {
      const merged = mergeBlueprints({ base: before, edited: theirs, generated: now })
      texts.set(path, merged.text)
      conflicts.push(...merged.conflicts.map(describeConflict))
    } else {
      texts.set(path, theirs)
      if (now !== before && now !== theirs)
        conflicts.push(escape(`${path} was edited, so it is left as it is and does not tell what is new.`))
    }
  }
  return { texts, conflicts }
}

/** One item of a Markdown list. What would be gone from the file is quoted in full. */
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
