import type { BlueprintInput } from '../blueprint.ts'
import type { BlueprintChange, EntryKeyChange, InputRuleChange, Sections } from './blueprint-change.ts'
import type { BlueprintInterface, Named } from './blueprint-interface.ts'

/** Applies changes to the interface they were computed from and returns the interface of the other blueprint. */
export function applyChanges(
  from: BlueprintInterface,
  changes: readonly BlueprintChange[],
): BlueprintInterface {
  let about = from.about
  for (const change of changes) if (change.kind === 'about') about = withKey(about, change.key, change.to)
  return {
    inputs: applyToSection('inputs', from.inputs, changes),
    outputs: applyToSection('outputs', from.outputs, changes),
    grains: applyToSection('grains', from.grains, changes),
    about,
  }
}

function applyToSection<Section extends keyof Sections>(
  section: Section,
  from: readonly Named<Sections[Section]>[],
  changes: readonly BlueprintChange[],
): readonly Named<Sections[Section]>[] {
  type Value = Sections[Section]
  const values = new Map<string, Value>(from)
  let order = from.map(([name]) => name)
  for (const change of changes) {
    if (
      change.kind === 'about' ||
      change.kind === 'blueprint' ||
      change.kind === 'code' ||
      change.section !== section
    )
      continue
    switch (change.kind) {
      case 'removed':
        values.delete(change.name)
        order = order.filter((name) => name !== change.name)
        break
      case 'added':
        values.set(change.name, change.to as Value)
        order = order.toSpliced(
          change.after === undefined ? 0 : order.indexOf(change.after) + 1,
          0,
          change.name,
        )
        break
      case 'reordered':
        order = [...change.to]
        break
      default: {
        const value = values.get(change.name)
        if (value !== undefined) values.set(change.name, applyToEntry(value, change))
      }
    }
  }
  return order.flatMap((name) => {
    const value = values.get(name)
    return value === undefined ? [] : [[name, value] as const]
  })
}

function applyToEntry<Value extends object>(
  value: Value,
  change: EntryKeyChange<keyof Sections> | InputRuleChange,
): Value {
  if (change.kind === 'key' || change.place === undefined) return withKey(value, change.key, change.to)
  const { constraints = {} }: BlueprintInput = value
  const rules = Object.hasOwn(constraints, change.place) ? constraints[change.place] : undefined
  const changed = withKey(rules ?? {}, change.key, change.to)
  const places = withKey(constraints, change.place, isEmpty(changed) ? undefined : changed)
  return withKey(value, 'constraints', isEmpty(places) ? undefined : places)
}

/** A copy with the key's new value, or without the key. */
function withKey<Keys extends object>(keys: Keys, key: string, value: unknown): Keys {
  const others = Object.entries(keys).filter(([name]) => name !== key)
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]]) as Keys
}

function isEmpty(keys: object): boolean {
  return Object.keys(keys).length === 0
}
