import { dangling } from './findings.ts'
import type { Path } from './keyed-entries.ts'
import type { Finding } from './merge-plan.ts'
import { referencesIn } from './names.ts'
import { child, descend, entriesOf, textOf, type Tree } from './tree.ts'

/** References that are undefined in the merged document but were defined in the edited one. */
export function findDangling(edited: Tree, merged: Tree): readonly Finding[] {
  const known = new Set(listDangling(edited).map(({ name }) => name))
  return listDangling(merged).flatMap(({ path, name }) => (known.has(name) ? [] : [dangling(path, name)]))
}

interface Dangling {
  readonly path: Path
  /** E.g. `inputs.size`. */
  readonly name: string
}

function listDangling(root: Tree): readonly Dangling[] {
  const inputs = new Set(entriesOf(child(root, 'inputs')).map(({ key }) => key))
  const outputs = new Map(
    entriesOf(child(root, 'grains')).map(({ key, value }) => [key, outputsOf(value)] as const),
  )
  const isThere = ([kind, name, part, output]: readonly (string | undefined)[]): boolean => {
    if (name === undefined || (kind !== 'inputs' && kind !== 'grains')) return true
    if (kind === 'inputs') return inputs.has(name)
    if (!outputs.has(name)) return false
    return part !== 'outputs' || output === undefined || outputs.get(name)?.has(output) !== false
  }
  return entriesOf(root)
    .filter(({ key }) => key !== 'inputs')
    .flatMap(({ key, value }) => placedTexts(value, [key]))
    .flatMap(({ path, text }) =>
      referencesIn(text)
        .filter(({ segments }) => !isThere(segments))
        .map(({ segments }) => ({ path, name: segments.join('.') })),
    )
}

/** The outputs that a grain declares; undefined if it declares none. */
function outputsOf(grain: Tree): ReadonlySet<string> | undefined {
  const outputs = descend(grain, 'spec', 'outputs')
  return outputs === undefined
    ? undefined
    : new Set(entriesOf(outputs).map(({ value }) => textOf(value) ?? ''))
}

function placedTexts(tree: Tree, path: Path): readonly { readonly path: Path; readonly text: string }[] {
  const text = textOf(tree)
  if (text !== undefined) return [{ path, text }]
  return entriesOf(tree).flatMap(({ key, value }) => placedTexts(value, [...path, key]))
}
