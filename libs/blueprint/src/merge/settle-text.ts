import { applyChanges } from './apply-changes.ts'
import type { Change } from './merge-plan.ts'
import { readTree, type TextTree } from './read-tree.ts'
import { applySplices, type Splice, type SpliceTexts } from './splice.ts'
import { spliceChanges } from './splice-changes.ts'
import { isIdenticalTree, type Branch, type Entry } from './tree.ts'

export interface SettledText {
  readonly tree: TextTree
  /** What was replaced in the edited text. */
  readonly splices: readonly Splice[]
  /** Changes that cannot be applied to the text. */
  readonly rejected: readonly Change[]
}

export interface TextSettings {
  readonly file: string
  readonly header: Splice | undefined
  /** Additional condition for the merged data, besides matching the plan. */
  accepts(value: unknown): boolean
}

/** Maximum number of characters to parse again while searching for changes that cannot be applied. */
const mostReading = 4_000_000
const mostAttempts = 200

/**
 * Applies the changes to the edited text and parses the result, which must have exactly the planned data. If it
 * does not, bisects the changes to find those that cannot be applied.
 */
export function settleText(
  edited: TextTree,
  generated: string,
  changes: readonly Change[],
  settings: TextSettings,
): SettledText {
  const texts = { edited: edited.text, generated }
  let attempts = 0
  let settled = attempt(edited, [], texts, { ...settings, accepts: () => true })
  if (settled === undefined) settled = { tree: edited, splices: [] }
  const accepted: Change[] = []
  const rejected: Change[] = []
  const add = (more: readonly Change[]): void => {
    if (more.length === 0) return
    const isWorthIt = attempts < mostAttempts && attempts * edited.text.length <= mostReading
    attempts += 1
    const found = isWorthIt ? attempt(edited, [...accepted, ...more], texts, settings) : undefined
    if (found !== undefined) {
      settled = found
      accepted.push(...more)
    } else if (more.length === 1 || !isWorthIt) rejected.push(...more)
    else {
      add(more.slice(0, more.length / 2))
      add(more.slice(more.length / 2))
    }
  }
  const shared = sharedPlaces(edited.root)
  const isShared = (change: Change) =>
    shared.has(change.kind === 'replace' ? change.target : change.container) ||
    (change.kind === 'remove' && shared.has(change.target))
  const aside = changes.filter(isShared)
  add(aside.length === 0 ? changes : changes.filter((change) => !isShared(change)))
  add(aside)
  return { ...settled, rejected }
}

/** Entries with an anchor, and values that an alias refers to: a change there may affect other places. */
function sharedPlaces(root: Entry): ReadonlySet<Entry | Branch> {
  const found = new Set<Entry | Branch>()
  const visit = (entry: Entry, isAround: boolean): void => {
    const { span, value } = entry
    const isShared = isAround || span?.marked === true || (value.kind !== 'leaf' && value.span === undefined)
    if (isShared) found.add(entry)
    if (value.kind === 'leaf') return
    if (isShared) found.add(value)
    for (const inner of value.entries) visit(inner, isShared)
  }
  visit(root, false)
  return found
}

function attempt(
  edited: TextTree,
  changes: readonly Change[],
  texts: SpliceTexts,
  { file, header, accepts }: TextSettings,
): Omit<SettledText, 'rejected'> | undefined {
  const splices = [...(header === undefined ? [] : [header]), ...spliceChanges(edited.root, changes, texts)]
  if (splices.length === 0) return changes.length === 0 ? { tree: edited, splices } : undefined
  const { tree } = readTree(file, applySplices(texts.edited, splices))
  if (tree === undefined || !accepts(tree.value)) return undefined
  return isIdenticalTree(tree.root.value, applyChanges(edited.root, changes)) ? { tree, splices } : undefined
}
