/** Sections of the launch form: which inputs they list, and how edits changed them. */
import type { Names } from './names.ts'
import {
  child,
  descend,
  entriesOf,
  mapEntries,
  textOf,
  withText,
  withValue,
  type Entry,
  type Tree,
} from './tree.ts'

export interface Section {
  readonly name: string
  /** The list of inputs, and each of its elements with the name of the input. */
  readonly list: Tree | undefined
  readonly inputs: readonly (readonly [name: string, entry: Entry])[]
}

/** The sections of a blueprint that have a name. */
export function sectionsOf(root: Tree): readonly Section[] {
  return entriesOf(descend(root, 'customization', 'launch-form', 'sections')).flatMap(({ value }) => {
    const name = textOf(child(value, 'name'))
    const list = child(value, 'inputs')
    const inputs = entriesOf(list).flatMap((entry) => {
      const input = textOf(child(entry.value, 'name'))
      return input === undefined ? [] : [[input, entry] as const]
    })
    return name === undefined ? [] : [{ name, list, inputs }]
  })
}

/** The section that lists an input. */
export function placesOf(root: Tree): ReadonlyMap<string, string> {
  return new Map(
    sectionsOf(root).flatMap(({ name, inputs }) => inputs.map(([input]) => [input, name] as const)),
  )
}

/** The sections and inputs with their edited names, without inputs that edits moved elsewhere. */
export function renameSections(customization: Tree, { listed, sections, unlisted }: Names): Tree {
  const isListed = ({ value }: Entry) => !unlisted.has(textOf(child(value, 'name')) ?? '')
  const renameInputs = (list: Tree) =>
    mapEntries(list, (entry) =>
      isListed(entry) ? withValue(entry, renameName(entry.value, listed)) : undefined,
    )
  const renameSection = (section: Tree) => within('inputs', renameInputs, renameName(section, sections))
  const renameEach = (list: Tree) => mapEntries(list, (entry) => withValue(entry, renameSection(entry.value)))
  return within('launch-form', (form) => within('sections', renameEach, form), customization)
}

function within(key: string, map: (tree: Tree) => Tree, tree: Tree): Tree {
  return mapEntries(tree, (entry) => (entry.key === key ? withValue(entry, map(entry.value)) : entry))
}

function renameName(tree: Tree, names: ReadonlyMap<string, string>): Tree {
  return mapEntries(tree, (entry) => {
    const name = entry.key === 'name' ? textOf(entry.value) : undefined
    if (name === undefined || entry.value.kind !== 'leaf') return entry
    return withValue(entry, withText(entry.value, names.get(name) ?? name))
  })
}

/** Sections that edits renamed: most of their inputs are in a section that neither generated side has. */
export function detectSections(base: Tree, edited: Tree, generated: Tree): ReadonlyMap<string, string> {
  const known = new Set([...sectionsOf(base), ...sectionsOf(generated)].map(({ name }) => name))
  const places = placesOf(edited)
  const ours = new Set(sectionsOf(edited).map(({ name }) => name))
  const names = new Map<string, string>()
  const given = new Set<string>()
  for (const { name, inputs } of sectionsOf(base)) {
    if (ours.has(name)) continue
    const counts = new Map<string, number>()
    for (const [input] of inputs) {
      const place = places.get(input)
      if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1)
    }
    const found = [...counts].find(([place, count]) => count * 2 > inputs.length && !known.has(place))
    if (found === undefined || given.has(found[0])) continue
    names.set(name, found[0])
    given.add(found[0])
  }
  return names
}
