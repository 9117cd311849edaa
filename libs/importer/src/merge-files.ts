import type { MergedTexts, ThreeVersions } from '@groundplan/proposal'

/** Merges the files of a blueprint as generated now with what people made of them. What people took away stays away. */
export function mergeFiles({ base, edited, generated }: ThreeVersions): MergedTexts {
  const texts = new Map<string, string>()
  const conflicts: string[] = []
  for (const [path, text] of generated) {
    const [before, theirs] = [base.get(path), edited.get(path)]
    if (theirs === before) texts.set(path, text)
    else if (theirs !== undefined) texts.set(path, theirs)
    if (theirs !== before && text !== before && text !== theirs)
      conflicts.push(`\`${path}\` was edited and is left as it is.`)
  }
  return { texts, conflicts }
}
