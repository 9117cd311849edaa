import type { Diagnostic } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import { Blueprint } from '../blueprint.ts'
import { hideProtoKeys } from '../proto-keys.ts'
import { findInvalid } from './find-invalid.ts'
import { mergeTrees } from './merge-trees.ts'
import { unreadable } from './findings.ts'
import type { MergeConflict } from './merge-conflict.ts'
import { readTree, type TextTree } from './read-tree.ts'

/** The three versions of a blueprint file: previously generated, edited and newly generated. */
export interface MergeTexts {
  readonly base: string
  readonly edited: string
  readonly generated: string
}

export interface MergedBlueprint {
  /** The edited text with the generated changes. Without edits, exactly the generated text. */
  readonly text: string
  /** Conflicts and notes; every edit and every generated change is in the text or listed here. */
  readonly conflicts: readonly MergeConflict[]
  /** Parse errors. The files are named `base`, `edited` and `generated`. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Merges generated changes into an edited blueprint, by keys and names instead of lines. Keeps comments, order and formatting of
 * the edited file; the text only changes where the data does. If both changed the same value, keeps the edit and lists a conflict. So
 * it does if the result is invalid, even if nothing new was generated.
 * Never throws: if a text cannot be parsed, returns the edited one unchanged.
 */
export function mergeBlueprints(texts: MergeTexts): MergedBlueprint {
  if (texts.edited === texts.base) return { text: texts.generated, conflicts: [], diagnostics: [] }
  if (texts.edited === texts.generated) return { text: texts.edited, conflicts: [], diagnostics: [] }
  const [base, edited, generated] = [readSide('base'), readSide('edited'), readSide('generated')]
  const diagnostics = [...base.diagnostics, ...edited.diagnostics, ...generated.diagnostics]
  if (base.tree === undefined || edited.tree === undefined || generated.tree === undefined)
    return { text: texts.edited, conflicts: [refusal(texts, { base, edited, generated })], diagnostics }
  const trees = { base: base.tree, edited: edited.tree, generated: generated.tree }
  const isSound = Object.values(trees).every(({ value }) => isBlueprint(value))
  const { merged, conflicts } = mergeTrees(trees, isSound ? isBlueprint : () => true)
  return {
    text: merged.text,
    conflicts: [...conflicts, ...findInvalid(merged, trees, conflicts)],
    diagnostics,
  }

  function readSide(side: keyof MergeTexts) {
    return readTree(side, texts[side])
  }
}

type Readings = Readonly<Record<keyof MergeTexts, { readonly tree: TextTree | undefined }>>

function refusal(texts: MergeTexts, readings: Readings): MergeConflict {
  const broken = Object.entries(readings).flatMap(([side, { tree }]) => (tree === undefined ? [side] : []))
  const names: Record<string, string> = {
    base: 'the previously generated version',
    edited: 'the edited file',
    generated: 'the newly generated version',
  }
  return {
    ...unreadable(
      texts,
      broken.map((side) => names[side] ?? side),
    ),
    line: 1,
    column: 1,
  }
}

/** True if data is a blueprint. */
export function isBlueprint(value: unknown): boolean {
  return Blueprint.safeParse(hideProtoKeys(value as Json)).success
}
