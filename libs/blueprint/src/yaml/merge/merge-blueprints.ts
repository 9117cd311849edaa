import type { Diagnostic } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import { Blueprint } from '../../blueprint.ts'
import { hideProtoKeys } from '../../proto-keys.ts'
import { findInvalid } from './find-invalid.ts'
import { mergeTrees } from './merge-trees.ts'
import { unreadable } from './findings.ts'
import type { MergeConflict } from './merge-conflict.ts'
import { readTree, type TextTree } from './read-tree.ts'

/** The same blueprint file as it was generated last, as people have it now, and as it is generated now. */
export interface MergeTexts {
  readonly base: string
  readonly edited: string
  readonly generated: string
}

export interface MergedBlueprint {
  /** People's text with what the generator changed. If nobody edited it, the generated text byte for byte. */
  readonly text: string
  /** What somebody has to decide or should know; every edit and every generated change is in the text or here. */
  readonly conflicts: readonly MergeConflict[]
  /** Why a text cannot be read. Files are called `base`, `edited` and `generated`. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Merges what the generator changed in a blueprint into what people made of it: by keys and names, not by lines. Comments, order
 * and the way of writing stay as people have them; the text changes only where the data does. Where both changed the same,
 * people's stays and the conflict is listed. Never throws: a text that cannot be read leaves the edited one as it is.
 */
export function mergeBlueprints(texts: MergeTexts): MergedBlueprint {
  if (texts.edited === texts.base) return { text: texts.generated, conflicts: [], diagnostics: [] }
  if (texts.generated === texts.base || texts.generated === texts.edited)
    return { text: texts.edited, conflicts: [], diagnostics: [] }
  const [base, edited, generated] = [readSide('base'), readSide('edited'), readSide('generated')]
  const diagnostics = [...base.diagnostics, ...edited.diagnostics, ...generated.diagnostics]
  if (base.tree === undefined || edited.tree === undefined || generated.tree === undefined)
    return { text: texts.edited, conflicts: [refusal(texts, { base, edited, generated })], diagnostics }
  const trees = { base: base.tree, edited: edited.tree, generated: generated.tree }
  const isSound = Object.values(trees).every(({ value }) => isBlueprint(value))
  const { text, conflicts } = mergeTrees(trees, isSound ? isBlueprint : () => true)
  return {
    text,
    conflicts: [...conflicts, ...findInvalid(text, trees, conflicts)],
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

function isBlueprint(value: unknown): boolean {
  return Blueprint.safeParse(hideProtoKeys(value as Json)).success
}
