import type { Definition } from './define.ts'
import type { ExpandedModule } from './expand-module.ts'

/** Tells whether an expression may have another value, and through what: a name as it is written, or undefined if it is the same. */
export interface Comparison {
  /** `'itself'` if the texts differ, otherwise the name of a definition that leads to a difference; undefined if there is none. */
  find(before: Definition, after: Definition): string | undefined
}

/** Compares definitions of both versions, and whatever refers to them, directly or not. */
export function createComparison(before: ExpandedModule, after: ExpandedModule): Comparison {
  const affected = new Set<string>()
  const usedBy = new Map<string, string[]>()
  for (const { definitions } of [before, after])
    for (const [key, { references }] of definitions)
      for (const reference of references) {
        const target = resolve(reference, definitions)
        const users = usedBy.get(target)
        if (users === undefined) usedBy.set(target, [key])
        else users.push(key)
      }
  const waiting = listChanged(before, after)
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (affected.has(key)) continue
    affected.add(key)
    waiting.push(...(usedBy.get(key) ?? []))
  }
  const through = ({ references, scope }: Definition, { definitions }: ExpandedModule) =>
    references
      .map((reference) => resolve(reference, definitions))
      .find((key) => affected.has(key))
      ?.slice(scope.length)
  return {
    find: (old, now) => (old.text === now.text ? (through(now, after) ?? through(old, before)) : itself),
  }
}

export const itself = 'itself'

/** Those that both have with different texts. What only one has is seen in the texts of those who use it. */
function listChanged(before: ExpandedModule, after: ExpandedModule): string[] {
  const keys = new Set([...before.definitions.keys(), ...after.definitions.keys()])
  return [...keys].filter((key) => before.definitions.get(key)?.text !== after.definitions.get(key)?.text)
}

/** An output of a module that is not read is what its call makes of it. */
function resolve(key: string, definitions: ReadonlyMap<string, Definition>): string {
  return definitions.has(key) ? key : key.replace(/\.output\.[^.]+$/, '')
}
