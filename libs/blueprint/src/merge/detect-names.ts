import { noNames, referencesIn, renameTree, type Names } from './names.ts'
import { detectSections, placesOf } from './sections.ts'
import { child, descend, entriesOf, textOf, type Entry, type Tree } from './tree.ts'

/** Names given by edits, as renames for both generated sides. */
export interface DetectedNames {
  readonly base: Names
  readonly generated: Names
  /** Generated inputs that were renamed because an edited input already has the name. */
  readonly taken: ReadonlyMap<string, string>
  /** Grains that the generator renamed; the file keeps the old name. */
  readonly regrained: ReadonlyMap<string, string>
  /** Inputs that the edits and the generator moved to different sections, with the generator's section. */
  readonly displaced: ReadonlyMap<string, string>
}

interface Sides {
  readonly base: Tree
  readonly edited: Tree
  readonly generated: Tree
}

/**
 * Detects names changed by edits: a grain by its source, an input by the grain input it is passed to, an output by its value. Both
 * generated sides are then looked at under these names.
 */
export function detectNames({ base, edited, generated }: Sides): DetectedNames {
  const { grains, regrained } = detectGrains({ base, edited, generated })
  const { inputs, texts } = detectInputs(renameTree(base, { ...noNames, grains }), edited)
  const taken = detectTaken(inputs, { base, edited, generated })
  const all = new Map([...inputs, ...taken])
  // If someone renames an input but not its entry in a section, the section keeps working with the old name.
  const places = placesOf(edited)
  const listed = new Map([...all].filter(([name]) => !places.has(name) || taken.has(name)))
  const [before, after] = [
    renameTree(base, { ...noNames, inputs, texts, listed, grains }),
    renameTree(generated, { ...noNames, inputs: all, texts, listed, grains }),
  ]
  const outputs = detectOutputs(before, edited, generated)
  const sections = detectSections(before, edited, after)
  const hidden = detectHidden({ base, edited, generated }, inputs)
  const moved = detectMoved(renameTree(before, { ...noNames, sections }), edited)
  // Check sections before inputs are renamed.
  const old = new Map([...listed].map(([name, other]) => [other, name]))
  const unlisted = new Set([...hidden, ...[...moved].map((name) => old.get(name) ?? name)])
  return {
    base: { inputs, texts, listed, outputs, grains, sections, unlisted },
    generated: {
      ...{ inputs: all, texts, listed, outputs, sections, unlisted },
      grains: new Map([...grains, ...regrained]),
    },
    taken,
    regrained,
    displaced: detectDisplaced(moved, before, after, edited),
  }
}

/** Inputs that edits moved to another section or removed from all sections. */
function detectMoved(base: Tree, edited: Tree): ReadonlySet<string> {
  const [before, ours] = [placesOf(base), placesOf(edited)]
  const names = keysOf(child(edited, 'inputs'))
  const known = keysOf(child(base, 'inputs'))
  return new Set([...names].filter((name) => known.has(name) && before.get(name) !== ours.get(name)))
}

/** Inputs among these that the generator moved too, with the new section. */
function detectDisplaced(moved: ReadonlySet<string>, base: Tree, generated: Tree, edited: Tree) {
  const [before, theirs, ours] = [placesOf(base), placesOf(generated), placesOf(edited)]
  return new Map(
    [...moved].flatMap((name) => {
      const place = theirs.get(name)
      return place === undefined || place === before.get(name) || place === ours.get(name)
        ? []
        : [[name, place] as const]
    }),
  )
}

function keysOf(tree: Tree | undefined): ReadonlySet<string> {
  return new Set(entriesOf(tree).map(({ key }) => key))
}

/** Entries of the first list whose key is missing from the others. */
function missingFrom(tree: Tree | undefined, ...others: readonly (Tree | undefined)[]): readonly Entry[] {
  const known = others.map(keysOf)
  return entriesOf(tree).filter(({ key }) => known.every((keys) => !keys.has(key)))
}

function detectGrains({ base, edited, generated }: Sides) {
  const [before, ours, theirs] = [base, edited, generated].map((tree) => child(tree, 'grains'))
  const grains = new Map<string, string>()
  for (const grain of missingFrom(before, ours)) {
    const other = sole(
      missingFrom(ours, before, theirs).filter((candidate) => isSameSource(candidate, grain)),
    )
    if (other !== undefined) grains.set(grain.key, other.key)
  }
  const regrained = new Map<string, string>()
  for (const grain of missingFrom(theirs, before, ours)) {
    const other = sole(missingFrom(before, theirs).filter((candidate) => isSameSource(candidate, grain)))
    const name = other === undefined ? undefined : (grains.get(other.key) ?? other.key)
    if (name !== undefined && keysOf(ours).has(name)) regrained.set(grain.key, name)
  }
  return { grains, regrained }
}

function sole<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined
}

function isSameSource(left: Entry, right: Entry): boolean {
  const [one, other] = [left, right].map(({ value }) => {
    const source = descend(value, 'spec', 'source')
    return JSON.stringify([textOf(child(source, 'store')), textOf(child(source, 'path'))])
  })
  return one === other && one !== '[null,null]'
}

/** Renamed inputs, and expressions with the old names as they are written after the edits. */
function detectInputs(base: Tree, edited: Tree): Pick<Names, 'inputs' | 'texts'> {
  const gone = new Set(missingFrom(child(base, 'inputs'), child(edited, 'inputs')).map(({ key }) => key))
  const added = new Set(missingFrom(child(edited, 'inputs'), child(base, 'inputs')).map(({ key }) => key))
  if (gone.size === 0 || added.size === 0) return noNames
  const found = entriesOf(child(base, 'grains')).flatMap(({ key, value }) => {
    const given = givenTo(child(child(edited, 'grains'), key))
    return [...givenTo(value)].flatMap(([variable, text]) => {
      const other = given.get(variable) ?? ''
      const [before, after] = [soleInput(text), soleInput(other)]
      if (before === undefined || after === undefined || before.frame !== after.frame) return []
      return gone.has(before.name) && added.has(after.name)
        ? [{ pair: [before.name, after.name] as const, texts: [text, other] as const }]
        : []
    })
  })
  const distinct = new Map(found.map(({ pair }) => [JSON.stringify(pair), pair]))
  const inputs = clearPairs([...distinct.values()])
  return {
    inputs,
    texts: new Map(found.filter(({ pair: [name] }) => inputs.has(name)).map(({ texts }) => texts)),
  }
}

type Pair = readonly [name: string, other: string]

/** The pairs in which both names are unique. */
function clearPairs(pairs: readonly Pair[]): ReadonlyMap<string, string> {
  const counts = [new Map<string, number>(), new Map<string, number>()] as const
  for (const [name, other] of pairs) {
    counts[0].set(name, (counts[0].get(name) ?? 0) + 1)
    counts[1].set(other, (counts[1].get(other) ?? 0) + 1)
  }
  return new Map(pairs.filter(([name, other]) => counts[0].get(name) === 1 && counts[1].get(other) === 1))
}

/** The values of a grain's inputs that are strings. */
function givenTo(grain: Tree | undefined): ReadonlyMap<string, string> {
  const given = entriesOf(descend(grain, 'spec', 'inputs')).flatMap(({ value }) => entriesOf(value))
  return new Map(given.flatMap(({ key, value }) => [[key, textOf(value) ?? ''] as const]))
}

/** The single input that a string refers to, and the text around the reference. */
function soleInput(text: string): { readonly name: string; readonly frame: string } | undefined {
  const references = referencesIn(text)
  const [reference] = references
  if (reference === undefined || references.length > 1 || reference.segments[0] !== 'inputs') return undefined
  const name = reference.segments[1]
  if (name === undefined) return undefined
  const frame = `${text.slice(0, reference.offset)}\0${text.slice(reference.end)}`.replaceAll(/\s/g, '')
  return { name, frame }
}

/** Adds a number to new generated inputs whose names are taken by edited inputs. */
function detectTaken(inputs: ReadonlyMap<string, string>, { base, edited, generated }: Sides) {
  const sides = [base, edited, generated].map((tree) => keysOf(child(tree, 'inputs')))
  const theirs = new Set(missingFrom(child(generated, 'inputs'), child(base, 'inputs')).map(({ key }) => key))
  const taken = new Map<string, string>()
  for (const name of inputs.values()) {
    if (!theirs.has(name)) continue
    let number = 2
    while (sides.some((names) => names.has(`${name}_${number}`))) number += 1
    taken.set(name, `${name}_${number}`)
  }
  return taken
}

function detectOutputs(base: Tree, edited: Tree, generated: Tree): ReadonlyMap<string, string> {
  const [before, ours, theirs] = [base, edited, generated].map((tree) => child(tree, 'outputs'))
  const added = Map.groupBy(missingFrom(ours, before, theirs), ({ value }) => textOf(child(value, 'value')))
  const pairs = missingFrom(before, ours).flatMap((output): Pair[] => {
    const text = textOf(child(output.value, 'value'))
    const other = text === undefined ? undefined : sole(added.get(text) ?? [])
    return other === undefined ? [] : [[output.key, other.key]]
  })
  return clearPairs(pairs)
}

/** Inputs that edits removed and the generator still has. */
function detectHidden(
  { base, edited, generated }: Sides,
  renamed: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const theirs = keysOf(child(generated, 'inputs'))
  const gone = missingFrom(child(base, 'inputs'), child(edited, 'inputs')).map(({ key }) => key)
  return new Set(gone.filter((name) => theirs.has(name) && !renamed.has(name)))
}
