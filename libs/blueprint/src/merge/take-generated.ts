import { isBlueprint } from './merge-blueprints.ts'
import type { Change } from './merge-plan.ts'
import { findAt, type Place } from './paths.ts'
import { readTree } from './read-tree.ts'
import { settleText } from './settle-text.ts'
import { isSameTree, type Entry } from './tree.ts'

/** A conflict of `mergeBlueprints`: the edits and the generator want different values. */
export interface ConflictPlace {
  readonly path: readonly string[]
  /** Both sides as YAML, with their key or dash; absent if missing. */
  readonly edited?: string | undefined
  readonly generated?: string | undefined
}

export type TakenText =
  | { readonly kind: 'taken'; readonly text: string }
  /** The place no longer has the edited value. */
  | { readonly kind: 'changed' }
  /** The change cannot be applied to the text, or the result would be invalid. */
  | { readonly kind: 'impossible' }

/**
 * Replaces the edited side of a conflict in a blueprint's text with the generated side. Leaves everything else
 * unchanged.
 */
export function takeGenerated(text: string, { path, edited, generated }: ConflictPlace): TakenText {
  const { tree } = readTree('blueprint', text)
  const expected = readQuote(edited)
  if (tree === undefined || expected === undefined) return { kind: 'impossible' }
  const place = findQuoted(tree.root, path, expected)
  if (place === undefined || !isSameTree(place.entry.value, expected.value)) return { kind: 'changed' }
  const { container, entry } = place
  const source = readQuote(generated)
  if (generated !== undefined && (source === undefined || !isSamePlace(source, expected)))
    return { kind: 'impossible' }
  const change: Change =
    source === undefined
      ? { kind: 'remove', path, container, target: entry }
      : { kind: 'replace', path, target: entry, source, quotes: undefined }
  const accepts = isBlueprint(tree.value) ? isBlueprint : () => true
  const settled = settleText(tree, generated ?? '', [change], { file: 'taken', header: undefined, accepts })
  return settled.rejected.length === 0 ? { kind: 'taken', text: settled.tree.text } : { kind: 'impossible' }
}

/** What a quote contains. An element `name: value` is quoted without its dash. */
function findQuoted(root: Entry, path: readonly string[], { kind, key }: Entry): Place | undefined {
  const place = findAt(root, path)
  const value = place?.entry.value
  if (place?.entry.kind !== 'list' || kind !== 'map' || value === undefined || value.kind === 'leaf')
    return place
  const [only] = value.entries
  return value.entries.length === 1 && only?.key === key ? { container: value, entry: only } : place
}

/** The single entry of a quote. */
function readQuote(quote: string | undefined): Entry | undefined {
  const value = quote === undefined ? undefined : readTree('quote', quote).tree?.root.value
  return value === undefined || value.kind === 'leaf' ? undefined : value.entries[0]
}

/** A conflict between a type and a default quotes both, so neither can replace the other. */
function isSamePlace(left: Entry, right: Entry): boolean {
  return left.kind === right.kind && (left.kind === 'list' || left.key === right.key)
}
