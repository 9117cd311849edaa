import type { TerraformType } from '@groundplan/terraform-type'
import { alignLists } from './align-lists.ts'
import {
  bothChanged,
  narrowed,
  otherOrder,
  removed,
  staysRemoved,
  typeChanged,
  type Quotes,
} from './findings.ts'
import { isSameValue, isShownTheSame, typeAt } from './is-same-value.ts'
import { isAllowedValues, matches, type Path } from './keyed-entries.ts'
import {
  emptyLike,
  isSmaller,
  keyedSides,
  leavesNothing,
  type Keyed,
  type KeyedSides,
} from './keyed-sides.ts'
import type { Change, Finding, MergePlan } from './merge-plan.ts'
import { child, entriesOf, isSameTree, type Branch, type Entry, type Tree } from './tree.ts'

/** One place in all three documents. */
export interface Sides {
  readonly base: Entry | undefined
  readonly edited: Entry
  readonly generated: Entry | undefined
}

/** Entries that the module no longer has, and that can only be removed depending on the rest of the file. */
export interface Departure extends Sides {
  readonly base: Entry
  readonly path: Path
  readonly container: Branch
  readonly isEdited: boolean
}

/** The sides that exist. */
export type SomeSides = { readonly [Side in keyof Sides]?: Entry | undefined }

export interface PlanContext {
  /** The three sides of a place as YAML. */
  quote(sides: SomeSides): Quotes
  /** True if edits renamed this, or something in it. */
  isRenamed(path: Path): boolean
  /** True if edits removed an input that the module requires, without setting its value. */
  isMissed(path: Path): boolean
}

export interface UnsettledPlan extends MergePlan {
  readonly departures: readonly Departure[]
  /**
   * Maps and lists that are no longer generated; they are removed once they are empty. Inner ones come last.
   */
  readonly emptied: readonly (Change & { readonly kind: 'remove' })[]
}

/** Compares three documents entry by entry. Entries of both generated sides use the edited names. */
export function planMerge(sides: Sides, context: PlanContext): UnsettledPlan {
  const planner = new Planner(context)
  planner.mergeEntry([], sides)
  return planner
}

/** Keys that are meaningless once the module has dropped them. */
const modulesOwn = [
  'grains/*',
  'grains/*/spec/inputs/*',
  'grains/*/spec/outputs/*',
  'customization/launch-form/sections/*/inputs/*',
].map((pattern) => pattern.split('/'))

/** Lists and maps whose order is visible to users. */
const shownInOrder = ['inputs', 'outputs', 'customization/launch-form/sections'].map((pattern) =>
  pattern.split('/'),
)

class Planner implements UnsettledPlan {
  readonly changes: Change[] = []
  readonly findings: Finding[] = []
  readonly departures: Departure[] = []
  readonly emptied: (Change & { readonly kind: 'remove' })[] = []
  readonly #context: PlanContext

  constructor(context: PlanContext) {
    this.#context = context
  }

  mergeEntry(path: Path, sides: Sides, type?: TerraformType): void {
    const { base, edited, generated } = sides
    const isSame = (left: Entry, right: Entry) => isShownTheSame(path, left.value, right.value, type)
    if (generated === undefined || isSame(edited, generated)) return
    if (base !== undefined && isSame(base, generated)) return
    const keyed = keyedSides(path, base?.value, edited.value, generated.value)
    const untouched = base !== undefined && isSame(base, edited) ? base : undefined
    // An unedited choice has no edits to keep, so the generated order applies too.
    const isMerged = keyed !== undefined && (untouched === undefined || !isAllowedValues(path))
    if (isMerged) this.#mergeBranches(path, edited.value as Branch, keyed, sides)
    else if (untouched !== undefined) this.#take(path, edited, generated, untouched)
    else this.findings.push(bothChanged(path, this.#context.quote(sides)))
  }

  #mergeBranches(path: Path, container: Branch, keyed: KeyedSides, sides: SomeSides): void {
    const { base, edited, generated } = keyed
    if (isAllowedValues(path) && leavesNothing(keyed)) {
      this.findings.push(bothChanged(path, this.#context.quote(sides)))
      return
    }
    for (const [name, entry] of edited) {
      const [before, after] = [base.get(name), generated.get(name)]
      const inner = { base: before, edited: entry, generated: after }
      const type = typeAt(path, name, child(container, 'type'))
      if (after !== undefined) this.mergeEntry(innerPath(path, name, entry.value), inner, type)
      else if (before !== undefined) this.#drop([...path, name], container, { ...inner, base: before }, type)
    }
    for (const [name, entry] of generated) {
      const before = base.get(name)
      const at = [...path, name]
      if (edited.has(name) || before === undefined || isSameValue(at, before.value, entry.value)) continue
      this.findings.push(
        staysRemoved(at, this.#context.quote({ base: before, generated: entry }), this.#context.isMissed(at)),
      )
    }
    if (!this.#isNarrowed(path, keyed, sides)) this.#insertNew(path, container, keyed)
    this.#noteOrder(path, keyed)
    this.#noteType(path, keyed)
  }

  /** If edits allow fewer values than the module, new values of the module are not added automatically. */
  #isNarrowed(path: Path, keyed: KeyedSides, sides: SomeSides): boolean {
    if (!isAllowedValues(path) || !isSmaller(keyed)) return false
    const { base, edited, generated } = keyed
    const added = [...generated.keys()].filter((name) => !base.has(name) && !edited.has(name))
    if (added.length > 0) this.findings.push(narrowed(path, this.#context.quote(sides), added))
    return true
  }

  #insertNew(path: Path, container: Branch, { base, edited, generated }: KeyedSides): void {
    const names = [...generated.keys()]
    const last = container.entries.at(-1)
    const next = nextKnown(names, edited)
    let previous: Entry | undefined
    for (const [index, name] of names.entries()) {
      const source = generated.get(name)
      previous = edited.get(name) ?? previous
      if (source === undefined || edited.has(name) || base.has(name)) continue
      const following = next[index]
      const place =
        previous === undefined && following !== undefined
          ? { beside: following, side: 'before' as const }
          : { beside: previous ?? last, side: 'after' as const }
      this.changes.push({ kind: 'insert', path: [...path, name], container, source, ...place })
    }
  }

  #noteOrder(path: Path, { base, edited, generated }: KeyedSides): void {
    if (!shownInOrder.some((pattern) => matches(path, pattern)) && !isAllowedValues(path)) return
    const common = (keyed: Keyed) =>
      [...keyed.keys()].filter((name) => base.has(name) && edited.has(name) && generated.has(name)).join('\0')
    if (common(base) === common(generated) || common(edited) === common(generated)) return
    this.findings.push(otherOrder(path))
  }

  /** Edited rules and defaults may not match the new type. */
  #noteType(path: Path, { base, edited, generated }: KeyedSides): void {
    if (!matches(path, ['inputs', '*'])) return
    const isSame = (left: Keyed, right: Keyed, key: string) => {
      const [one, other] = [left.get(key)?.value, right.get(key)?.value]
      return one === undefined || other === undefined
        ? one === other
        : isSameValue([...path, key], one, other, typeAt(path, key, base.get('type')?.value))
    }
    if (isSame(base, generated, 'type') || !isSame(base, edited, 'type')) return
    const words = ['type', 'display-name', 'description', 'deprecated', 'unit', 'validation-description']
    const own = [...new Set([...base.keys(), ...edited.keys()])].filter(
      (key) => !words.includes(key) && edited.has(key) && !isSame(base, edited, key),
    )
    const [first] = own
    if (first === undefined) return
    const quotes = this.#context.quote({
      base: base.get('type'),
      edited: edited.get(first),
      generated: generated.get('type'),
    })
    this.findings.push(typeChanged(path, quotes))
  }

  /** The generator removed something that is still in the file. */
  #drop(path: Path, container: Branch, sides: Sides & { readonly base: Entry }, type?: TerraformType): void {
    const { base, edited } = sides
    const isEdited = !isSameValue(path, base.value, edited.value, type) || this.#context.isRenamed(path)
    const departure: Departure = { path, container, ...sides, base, isEdited }
    const isSection = matches(path, ['customization', 'launch-form', 'sections', '*'])
    if (matches(path, ['inputs', '*']) || matches(path, ['outputs', '*']) || (isSection && isEdited)) {
      this.departures.push(departure)
      return
    }
    const isModules = modulesOwn.some((pattern) => matches(path, pattern))
    // Inputs and outputs are handled one by one, because edits may use them elsewhere.
    const isSettledLater = matches(path, ['inputs']) || matches(path, ['outputs'])
    // Part of a choice would allow fewer values than intended, and part of an element would have no name.
    const isWhole = isModules || isAllowedValues(path) || container.kind === 'list'
    const keyed = isWhole ? undefined : keyedSides(path, base.value, edited.value, emptyLike(edited.value))
    const removal = { kind: 'remove' as const, path, container, target: edited }
    if (isEdited && isModules) this.findings.push(removed(path, this.#context.quote(sides)))
    if (keyed !== undefined && (isEdited || isSettledLater)) {
      this.emptied.push(removal)
      this.#mergeBranches(path, edited.value as Branch, keyed, sides)
    } else if (!isEdited || isModules) this.changes.push(removal)
    else this.findings.push(bothChanged(path, this.#context.quote(sides)))
  }

  /**
   * The file has the previously generated value: replace it with the newly generated one, with as few changes
   * as possible.
   */
  #take(path: Path, target: Entry, source: Entry, base: Entry): void {
    const [from, to] = [target.value, source.value]
    if (from.kind === 'list' && to.kind === 'list' && from.entries.length > 0 && to.entries.length > 0) {
      this.#takeList(path, from, to)
      return
    }
    const keyed = keyedSides(path, from, from, to)
    if (keyed === undefined)
      this.changes.push({ kind: 'replace', path, target, source, quotes: ownQuotes(target, base) })
    else this.#mergeBranches(path, from as Branch, keyed, {})
  }

  #takeList(path: Path, container: Branch, to: Branch): void {
    let beside: Entry | undefined
    const [first] = container.entries
    for (const [index, { left, right }] of alignLists(container.entries, to.entries).entries()) {
      const at = [...path, String(index)]
      if (left === undefined && right !== undefined) {
        const place =
          beside === undefined
            ? { beside: first, side: 'before' as const }
            : { beside, side: 'after' as const }
        this.changes.push({ kind: 'insert', path: at, container, source: right, ...place })
      } else if (left !== undefined && right === undefined)
        this.changes.push({ kind: 'remove', path: at, container, target: left })
      else if (left !== undefined && right !== undefined && !isSameTree(left.value, right.value))
        this.#take(at, left, right, left)
      beside = left ?? beside
    }
  }
}

/** For each name, the entry of the first known name after it. */
function nextKnown(names: readonly string[], edited: Keyed): readonly (Entry | undefined)[] {
  let following: Entry | undefined
  const found = names.toReversed().map((name) => {
    const current = following
    following = edited.get(name) ?? following
    return current
  })
  return found.toReversed()
}

/** The path of a value by name; lists of `name: value` contain the name once. */
function innerPath(path: Path, name: string, value: Tree): Path {
  const isNamed = ['grains/*/spec/inputs', 'grains/*/spec/env-vars', 'labels'].some((pattern) =>
    matches(path, pattern.split('/')),
  )
  const isAlone = isNamed && entriesOf(value).length === 1 && child(value, name) !== undefined
  return isAlone ? path : [...path, name]
}

function ownQuotes(target: Entry, base: Entry): 'single' | 'double' | undefined {
  if (target.value.kind !== 'leaf' || base.value.kind !== 'leaf') return undefined
  const style = target.value.span?.style
  if (style === base.value.span?.style) return undefined
  return style === 'single' || style === 'double' ? style : undefined
}
