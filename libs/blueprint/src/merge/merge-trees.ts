import { headerOf, spliceHeader } from './comments.ts'
import { detectNames, type DetectedNames } from './detect-names.ts'
import { findDangling } from './find-dangling.ts'
import { findLostComments } from './find-lost-comments.ts'
import { grainRenamed, nameTaken, notApplied, placedElsewhere } from './findings.ts'
import type { Path } from './keyed-entries.ts'
import type { MergeConflict } from './merge-conflict.ts'
import type { Change, Finding } from './merge-plan.ts'
import { inputsUsedIn, renameTree } from './names.ts'
import { locatePath } from './paths.ts'
import { planMerge, type PlanContext, type SomeSides } from './plan-merge.ts'
import { quoteEntry } from './quote-entry.ts'
import type { TextTree } from './read-tree.ts'
import { settleDepartures } from './settle-departures.ts'
import { settleText } from './settle-text.ts'
import { newlineOf, type Splice } from './splice.ts'
import { child, descend, entriesOf, type Entry, type Tree } from './tree.ts'

export interface Trees {
  readonly base: TextTree
  readonly edited: TextTree
  readonly generated: TextTree
}

/** Merges three documents. If the edited one is valid, the merged one is too. */
export function mergeTrees(
  trees: Trees,
  accepts: (value: unknown) => boolean,
): { readonly merged: TextTree; readonly conflicts: readonly MergeConflict[] } {
  const { base, edited, generated } = trees
  const names = detectNames({
    base: base.root.value,
    edited: edited.root.value,
    generated: generated.root.value,
  })
  const sides = {
    base: { ...base.root, value: renameTree(base.root.value, names.base) },
    edited: edited.root,
    generated: { ...generated.root, value: renameTree(generated.root.value, names.generated) },
  }
  const context = createContext(trees, names, sides.generated.value)
  const plan = settleDepartures(edited.root, planMerge(sides, context), context)
  const settings = { file: 'merged', header: newHeader(trees), accepts }
  const settled = settleText(edited, generated.text, plan.changes, settings)
  const known = [
    ...plan.findings,
    ...nameFindings(names),
    ...settled.rejected.map((change) => notApplied(change.path, context.quote(sidesOf(change)))),
    ...findDangling(edited.root.value, settled.tree.root.value),
  ]
  const findings = [...known, ...findLostComments(trees, settled, known)]
  const conflicts = findings.map((finding) => ({ ...finding, ...locatePath(settled.tree, finding.path) }))
  const byPlace = conflicts.toSorted((left, right) => left.line - right.line || left.column - right.column)
  return { merged: settled.tree, conflicts: byPlace }
}

function createContext({ base, edited, generated }: Trees, names: DetectedNames, theirs: Tree): PlanContext {
  const { inputs, outputs, grains, sections } = names.base
  const given = Object.entries({ inputs, outputs, grains, 'customization/launch-form/sections': sections })
  const renamed = new Set(given.flatMap(([place, map]) => prefixes(place.split('/'), map.values())))
  const quote = (entry: Entry | undefined, { text }: TextTree) =>
    entry === undefined ? undefined : quoteEntry(entry, text).join('\n')
  return {
    quote: (sides) => ({
      base: quote(sides.base, base),
      edited: quote(sides.edited, edited),
      generated: quote(sides.generated, generated),
    }),
    isRenamed: (path) => renamed.has(JSON.stringify(path)),
    isMissed: ([kind, name = '', ...others]) =>
      kind === 'inputs' && others.length === 0 && isMissed(name, edited.root.value, theirs),
  }
}

/** The paths of these names in a value, and of all their parents. */
function prefixes(place: Path, names: Iterable<string>): readonly string[] {
  return [...names].flatMap((name) => {
    const path = [...place, name]
    return path.map((_, index) => JSON.stringify(path.slice(0, index + 1)))
  })
}

/** True if the module requires the input and the edited grain does not set it. */
function isMissed(name: string, edited: Tree, generated: Tree): boolean {
  const input = descend(generated, 'inputs', name)
  const optional = child(input, 'optional')
  if (child(input, 'default') !== undefined || (optional?.kind === 'leaf' && optional.value === true))
    return false
  return entriesOf(child(generated, 'grains')).some(({ key, value }) => {
    const given = new Set(grainInputs(descend(edited, 'grains', key)).map((entry) => entry.key))
    return grainInputs(value).some((entry) => inputsUsedIn(entry.value).has(name) && !given.has(entry.key))
  })
}

function grainInputs(grain: Tree | undefined): readonly Entry[] {
  return entriesOf(descend(grain, 'spec', 'inputs')).flatMap(({ value }) => entriesOf(value))
}

function nameFindings({ taken, regrained, displaced }: DetectedNames): readonly Finding[] {
  return [
    ...[...taken].map(([name, other]) => nameTaken(name, other)),
    ...[...regrained].map(([name, other]) => grainRenamed(name, other)),
    ...[...displaced].map(([name, section]) => placedElsewhere(name, section)),
  ]
}

function sidesOf(change: Change): SomeSides {
  if (change.kind === 'insert') return { generated: change.source }
  if (change.kind === 'remove') return { edited: change.target }
  return { edited: change.target, generated: change.source }
}

function newHeader({ base, edited, generated }: Trees): Splice | undefined {
  const [before, ours, theirs] = [base, edited, generated].map(({ text, root }) =>
    headerOf(text, root.value.span?.start ?? 0),
  )
  if (before === undefined || ours === undefined || theirs === undefined) return undefined
  return spliceHeader(before, ours, theirs, newlineOf(edited.text))
}
