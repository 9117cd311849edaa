import type { Definition } from './define.ts'
import type { ExpandedModule } from './expand-module.ts'
import { createLocalExpansion } from './expand-locals.ts'

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
  const [expandOld, expandNow] = [createLocalExpansion(before), createLocalExpansion(after)]
  const isSame: SameDefinition = (old, now) => old.text === now.text || expandOld(old) === expandNow(now)
  const waiting = listChanged(before, after, isSame)
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
    find(old, now) {
      if (old.text === now.text) return through(now, after) ?? through(old, before)
      if (!isSame(old, now)) return itself
      // What the locals are called does not matter, only what they are made of.
      return through(withoutLocals(now, after), after) ?? through(withoutLocals(old, before), before)
    },
  }
}

/** The definition with what its locals refer to, in their place. */
function withoutLocals(definition: Definition, { definitions }: ExpandedModule): Definition {
  const references = new Set(definition.references)
  for (const reference of references)
    if (isLocal(reference))
      for (const inner of definitions.get(reference)?.references ?? []) references.add(inner)
  return { ...definition, references: [...references].filter((reference) => !isLocal(reference)) }
}

function isLocal(key: string): boolean {
  return /(?:^|\.)local\.[^.]+$/.test(key)
}

export const itself = 'itself'

type SameDefinition = (before: Definition, after: Definition) => boolean

/** Those that say something else, and those that only one has. Locals that only one has are seen in those who use them. */
function listChanged(before: ExpandedModule, after: ExpandedModule, isSame: SameDefinition): string[] {
  const keys = new Set([...before.definitions.keys(), ...after.definitions.keys()])
  return [...keys].filter((key) => {
    const [old, now] = [before.definitions.get(key), after.definitions.get(key)]
    return old === undefined || now === undefined ? !isLocal(key) : !isSame(old, now)
  })
}

/** An output of a module that is not read is what its call makes of it. */
function resolve(key: string, definitions: ReadonlyMap<string, Definition>): string {
  return definitions.has(key) ? key : key.replace(/\.output\.[^.]+$/, '')
}
