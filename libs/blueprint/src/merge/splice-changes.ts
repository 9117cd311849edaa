import { sortChanges } from './apply-changes.ts'
import type { Change } from './merge-plan.ts'
import { spliceReplacement } from './replace-value.ts'
import type { ContainerPlace, Splice, SpliceTexts } from './splice.ts'
import { spliceBlock } from './splice-block.ts'
import { spliceFlow } from './splice-flow.ts'
import type { Branch, Entry } from './tree.ts'

/**
 * The changes as text replacements, in text order. Leaves out changes that have no position in the text, such
 * as behind an alias.
 */
export function spliceChanges(
  root: Entry,
  changes: readonly Change[],
  texts: SpliceTexts,
): readonly Splice[] {
  const { containers, replaced } = sortChanges(changes)
  const splices: Splice[] = []
  const visit = (container: Branch, place: Omit<ContainerPlace, 'container'>): void => {
    const change = containers.get(container)
    const isFlow = place.isOwnerInFlow || container.span?.flow === true
    for (const owner of container.entries) {
      if (change?.removed.has(owner) === true) continue
      const replacement = replaced.get(owner)
      if (replacement !== undefined) splices.push(...spliceReplacement(replacement, { isFlow, texts }))
      else if (owner.value.kind !== 'leaf') visit(owner.value, { owner, isOwnerInFlow: isFlow })
    }
    // If both end at the same offset, inner insertions come first.
    if (change !== undefined && container.span !== undefined)
      splices.push(...(isFlow ? spliceFlow : spliceBlock)({ container, ...place }, change, texts))
  }
  if (root.value.kind !== 'leaf') visit(root.value, { owner: root, isOwnerInFlow: false })
  return splices.toSorted((left, right) => left.start - right.start || left.end - right.end)
}
