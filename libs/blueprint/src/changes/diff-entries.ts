import {
  underRule,
  type BlueprintChange,
  type ChangeRule,
  type SectionChange,
  type Sections,
} from './blueprint-change.ts'
import type { Named } from './blueprint-interface.ts'

/** Settings per section. */
export interface SectionRules<Section extends keyof Sections> {
  readonly section: Section
  readonly removed: ChangeRule
  added(value: Sections[Section]): ChangeRule
  /** Absent if the order is insignificant. */
  readonly reordered?: ChangeRule
  /** Compares an entry that exists on both sides. */
  changed(name: string, from: Sections[Section], to: Sections[Section]): readonly BlueprintChange[]
}

/** The differences between two lists of named entries: first removed ones, then the others in the new order. */
export function diffEntries<Section extends keyof Sections>(
  from: readonly Named<Sections[Section]>[],
  to: readonly Named<Sections[Section]>[],
  rules: SectionRules<Section>,
): readonly BlueprintChange[] {
  const [before, after] = [new Map(from), new Map(to)]
  const { section } = rules
  const removed = from
    .filter(([name]) => !after.has(name))
    .map(([name, value]) => {
      const change = { kind: 'removed', section, name, from: value } as const
      return { ...underRule(rules.removed), ...change } as SectionChange
    })
  const present = to.flatMap(([name, value], index) => {
    const old = before.get(name)
    if (old !== undefined) return rules.changed(name, old, value)
    const change = { kind: 'added', section, name, after: to[index - 1]?.[0], to: value } as const
    return [{ ...underRule(rules.added(value)), ...change } as SectionChange]
  })
  return [...removed, ...present, ...diffOrder(before, after, rules)]
}

/** Only the order of entries that are on both sides tells whether somebody moved one. */
function diffOrder<Section extends keyof Sections>(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  { section, reordered }: SectionRules<Section>,
): readonly SectionChange[] {
  const kept = [...before.keys()].filter((name) => after.has(name))
  const now = [...after.keys()].filter((name) => before.has(name))
  if (reordered === undefined || kept.every((name, index) => name === now[index])) return []
  const change = { kind: 'reordered', section, from: [...before.keys()], to: [...after.keys()] } as const
  return [{ ...underRule(reordered), ...change } as SectionChange]
}
