import { parseExpression } from '../expressions/parse-expression.ts'
import type { VariablePath } from '../expressions/list-variables.ts'
import { renameSections } from './sections.ts'
import { mapEntries, textsIn, withText, withValue, type Tree } from './tree.ts'

/** New names by old names. */
export interface Names {
  readonly inputs: ReadonlyMap<string, string>
  /** Complete expression strings, as written with the new names. */
  readonly texts: ReadonlyMap<string, string>
  readonly outputs: ReadonlyMap<string, string>
  readonly grains: ReadonlyMap<string, string>
  /** Inputs as listed in sections of the launch form. */
  readonly listed: ReadonlyMap<string, string>
  /** Sections of the launch form. */
  readonly sections: ReadonlyMap<string, string>
  /** Inputs that sections must not list, because edits removed or moved them. */
  readonly unlisted: ReadonlySet<string>
}

export const noNames: Names = {
  inputs: new Map(),
  texts: new Map(),
  outputs: new Map(),
  grains: new Map(),
  listed: new Map(),
  sections: new Map(),
  unlisted: new Set(),
}

/**
 * The blueprint with other names in keys, expressions and sections. Changed entries lose their position in the
 * text.
 */
export function renameTree(root: Tree, names: Names): Tree {
  if (Object.values(names).every(({ size }: { readonly size: number }) => size === 0)) return root
  return mapEntries(root, (entry) => {
    if (entry.key === 'inputs') return withValue(entry, renameKeys(entry.value, names.inputs))
    const value = renameTexts(entry.value, names)
    if (entry.key === 'outputs') return withValue(entry, renameKeys(value, names.outputs))
    if (entry.key === 'grains')
      return withValue(entry, renameKeys(renameDependencies(value, names), names.grains))
    if (entry.key === 'customization') return withValue(entry, renameSections(value, names))
    return withValue(entry, value)
  })
}

/** What an expression refers to, as paths; empty for strings without expressions. */
export function referencesIn(text: string): readonly VariablePath[] {
  if (!text.includes('{{') && !text.includes('{%')) return []
  const parsed = parseExpression(text)
  return parsed.ok ? parsed.variables : []
}

/** The names of all inputs that strings in the tree refer to. */
export function inputsUsedIn(tree: Tree | undefined): ReadonlySet<string> {
  const names = textsIn(tree).flatMap((text) =>
    referencesIn(text).flatMap(({ segments: [root, name] }) =>
      root === 'inputs' && name !== undefined ? [name] : [],
    ),
  )
  return new Set(names)
}

function renameKeys(tree: Tree, names: ReadonlyMap<string, string>): Tree {
  return mapEntries(tree, (entry) => {
    const key = names.get(entry.key)
    return key === undefined ? entry : { ...entry, key, span: undefined }
  })
}

function renameTexts(tree: Tree, names: Names): Tree {
  if (tree.kind !== 'leaf')
    return mapEntries(tree, (entry) => withValue(entry, renameTexts(entry.value, names)))
  return typeof tree.value === 'string'
    ? withText(tree, names.texts.get(tree.value) ?? renameReferences(tree.value, names))
    : tree
}

function renameReferences(text: string, { inputs, grains }: Names): string {
  const found = referencesIn(text).flatMap(({ segments: [root, name], offset, end }) => {
    const names = root === 'inputs' ? inputs : root === 'grains' ? grains : undefined
    const other = name === undefined ? undefined : names?.get(name)
    return other === undefined ? [] : [{ other, offset, end }]
  })
  return found
    .toSorted((left, right) => right.offset - left.offset)
    .reduce(
      (result, { other, offset, end }) =>
        result.slice(0, offset) + renameFirst(result.slice(offset, end), other) + result.slice(end),
      text,
    )
}

/** Renames `inputs.x`, `inputs["x"]` or `grains.x.outputs.y` after the root. */
function renameFirst(reference: string, name: string): string {
  const quoted = name.includes('"') ? `.['${name}']` : `.["${name}"]`
  const step = /^[\w-]+$/.test(name) ? `.${name}` : quoted
  return reference.replace(
    /^(\.?\w+)(?:\.?\[\s*(?:"[^"]*"|'[^']*')\s*\]|\.[^\s.[\]]+)/,
    (_, root: string) => root + step,
  )
}

function renameDependencies(grains: Tree, names: Names): Tree {
  return mapEntries(grains, (grain) =>
    withValue(
      grain,
      mapEntries(grain.value, (entry) => {
        if (
          entry.key !== 'depends-on' ||
          entry.value.kind !== 'leaf' ||
          typeof entry.value.value !== 'string'
        )
          return entry
        const text = entry.value.value.replace(/[^,\s]+/g, (name) => names.grains.get(name) ?? name)
        return withValue(entry, withText(entry.value, text))
      }),
    ),
  )
}
