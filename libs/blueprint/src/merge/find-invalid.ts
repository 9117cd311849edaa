import { validateBlueprint } from '../validate-blueprint.ts'
import { invalid, type Quotes } from './findings.ts'
import type { Path } from './keyed-entries.ts'
import type { MergeConflict } from './merge-conflict.ts'
import { pathAt } from './paths.ts'
import { quoteEntry } from './quote-entry.ts'
import type { TextTree } from './read-tree.ts'
import { entriesOf, type Entry, type Tree } from './tree.ts'

/** The three texts of a merge, parsed. */
export type ReadTexts = Readonly<Record<'base' | 'edited' | 'generated', TextTree>>

/**
 * Validation errors of a merged blueprint, as conflicts that quote all sides. Without conflicts, the merged
 * blueprint is valid: generated blueprints always are, so the remaining errors come from edits, alone or
 * combined with generated changes. Skips places in `known`.
 */
export function findInvalid(
  merged: TextTree,
  sides: ReadTexts,
  known: readonly MergeConflict[],
): readonly MergeConflict[] {
  const { diagnostics } = validateBlueprint('merged', merged.text, merged.yaml)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const conflicts = known.filter(({ severity }) => severity === 'conflict')
  return errors.flatMap(({ line = 1, column = 1, message, hint }) => {
    const path = pathOf(merged, line, column)
    if (conflicts.some((conflict) => isAround(conflict.path, path) || isAround(path, conflict.path)))
      return []
    return [{ ...invalid(path, quoteSides(path, sides), message, hint), line, column }]
  })
}

function isAround(outer: Path, inner: Path): boolean {
  return outer.length > 0 && outer.every((step, index) => step === inner[index])
}

function pathOf({ root, text }: TextTree, line: number, column: number): Path {
  const before = text.split('\n').slice(0, line - 1)
  const offset = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1
  return pathAt(root.value, offset)
}

/** Quotes the whole input, because a default and the rule that it violates are next to each other. */
function quoteSides(path: Path, sides: ReadTexts): Quotes {
  const whole = path.slice(0, 2)
  const quote = ({ root, text }: TextTree) => {
    const entry = whole.length === 0 ? undefined : findEntry(root.value, whole)
    return entry === undefined ? undefined : quoteEntry(entry, text).join('\n')
  }
  return { base: quote(sides.base), edited: quote(sides.edited), generated: quote(sides.generated) }
}

function findEntry(tree: Tree, [step, ...others]: Path): Entry | undefined {
  const entry = entriesOf(tree).find(({ key }) => key === step)
  return entry === undefined || others.length === 0 ? entry : findEntry(entry.value, others)
}
