import { applyChanges } from './apply-changes.ts'
import { bothChanged, removed, stillUsed } from './findings.ts'
import { inputsUsedIn, referencesIn } from './names.ts'
import type { Departure, PlanContext, UnsettledPlan } from './plan-merge.ts'
import type { Change, Finding, MergePlan } from './merge-plan.ts'
import { placesOf, sectionsOf } from './sections.ts'
import { child, descend, entriesOf, isSameTree, textOf, textsIn, type Entry, type Tree } from './tree.ts'

/**
 * Decides what happens to inputs, outputs and sections that the module no longer has. Keeps an input while
 * anything in the file refers to it, an edited output if everything that it refers to still exists, and a
 * section if edits remain in it. Removes the others.
 */
export function settleDepartures(root: Entry, plan: UnsettledPlan, context: PlanContext): MergePlan {
  const changes: Change[] = [...plan.changes]
  const findings: Finding[] = [...plan.findings]
  const settle = (departure: Departure, stays: boolean) => {
    const { path, container, edited, isEdited } = departure
    if (stays) findings.push(stillUsed(path, context.quote(departure)))
    else changes.push({ kind: 'remove', path, container, target: edited })
    if (!stays && isEdited) findings.push(removed(path, context.quote(departure)))
  }
  const outputs = plan.departures.filter(({ path }) => path[0] === 'outputs')
  const inputs = plan.departures.filter(({ path }) => path[0] === 'inputs')
  const now = outputs.length === 0 ? undefined : applyChanges(root, changes)
  const gone = new Set(inputs.map(({ path }) => path[1] ?? ''))
  for (const departure of outputs) {
    const stays = departure.isEdited && now !== undefined && isWhole(departure.edited.value, now, gone)
    settle(departure, stays)
  }
  const used = inputs.length === 0 ? new Set() : inputsUsedOutside(applyChanges(root, changes))
  for (const departure of inputs) settle(departure, used.has(departure.path[1] ?? ''))
  for (const change of unlistGone(root, changes)) {
    changes.push(change)
    findings.push(removed(change.path, context.quote({ edited: change.target })))
  }
  for (const departure of plan.departures.filter(({ path }) => path[0] === 'customization')) {
    const { path, container, base, edited } = departure
    const isLeft = context.isRenamed(path) || !isSameTree(base.value, applyChanges(edited, changes))
    if (isLeft) findings.push(bothChanged(path, context.quote(departure)))
    else changes.push({ kind: 'remove', path, container, target: edited })
  }
  return { changes: removeEmptied(changes, plan.emptied), findings }
}

type Removal = Change & { readonly kind: 'remove' }

/** Sections only list existing inputs, wherever edits moved them. */
function unlistGone(root: Entry, changes: readonly Change[]): readonly Removal[] {
  const removals = changes.filter((change) => change.kind === 'remove')
  const gone = new Set(
    removals.filter(({ path }) => path.length === 2 && path[0] === 'inputs').map(({ path }) => path[1]),
  )
  if (gone.size === 0) return []
  const places = placesOf(applyChanges(root, changes))
  return sectionsOf(root.value).flatMap(({ name, list, inputs }) =>
    inputs.flatMap(([input, target]): readonly Removal[] => {
      if (!gone.has(input) || places.get(input) !== name || list === undefined || list.kind === 'leaf')
        return []
      const path = ['customization', 'launch-form', 'sections', name, 'inputs', input]
      return [{ kind: 'remove', path, container: list, target }]
    }),
  )
}

/** Removes a map or list if all of its entries are removed. */
function removeEmptied(changes: readonly Change[], emptied: UnsettledPlan['emptied']): readonly Change[] {
  return emptied.toReversed().reduce<readonly Change[]>((left, removal) => {
    const { value } = removal.target
    const isInside = (change: Change) => change.kind !== 'replace' && change.container === value
    const inside = left.filter(isInside)
    const isEmpty = entriesOf(value).length === inside.length && inside.every(({ kind }) => kind === 'remove')
    return isEmpty ? [...left.filter((change) => !isInside(change)), removal] : left
  }, changes)
}

/** True if the output refers to something, and all of it still exists. */
function isWhole(output: Tree, root: Tree, goneInputs: ReadonlySet<string>): boolean {
  const references = textsIn(child(output, 'value')).flatMap(referencesIn)
  const isThere = ([kind, name = '', , output = '']: readonly (string | undefined)[]) =>
    kind === 'inputs' ? !goneInputs.has(name) : kind !== 'grains' || hasOutput(root, name, output)
  return references.length > 0 && references.every(({ segments }) => isThere(segments))
}

/** True if the grain exists and declares this output. */
export function hasOutput(root: Tree, grain: string, output: string): boolean {
  const outputs = entriesOf(descend(root, 'grains', grain, 'spec', 'outputs'))
  return outputs.some(({ value }) => textOf(value) === output)
}

function inputsUsedOutside(root: Tree): ReadonlySet<string> {
  const others = entriesOf(root).filter(({ key }) => key !== 'inputs')
  return new Set(others.flatMap(({ value }) => [...inputsUsedIn(value)]))
}
