import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseBlueprint } from '../parse-blueprint.ts'
import { printBlueprint } from '../print-blueprint.ts'
import { validateBlueprint } from '../validate-blueprint.ts'
import { anyEdits, anyGeneration, editText, strangeGeneration, type Edit } from './edits.arbitrary.ts'
import { mergeBlueprints } from './merge-blueprints.ts'
import type { MergeConflict } from './merge-conflict.ts'

/** Lists that are taken apart here; written down anew, so that the merge is not measured by itself. */
const sets =
  /^(?:metadata\/(?:blueprint-labels|owners)|grains\/[^/]*\/spec\/outputs|inputs\/[^/]*\/allowed-values)$/
const listed = /^customization\/launch-form\/sections\/[^/]*\/inputs$/
const named = /^grains\/[^/]*\/spec\/inputs$/

/** Every value of a document by its path. Elements of sets are paths themselves. */
function flatten(value: unknown, path: readonly string[] = [], into = new Map<string, string>()) {
  const at = path.join('/')
  const put = (text: string, ...more: readonly string[]) => into.set(JSON.stringify([...path, ...more]), text)
  if (value instanceof Map) {
    for (const [key, item] of value) flatten(item, [...path, String(key)], into)
    // That something is there at all counts where it is empty.
    if (value.size === 0) put('{}')
  } else if (Array.isArray(value) && at === 'customization/launch-form/sections')
    for (const item of value as Map<string, unknown>[])
      flatten(item, [...path, String(item.get('name'))], into)
  else if (Array.isArray(value) && listed.test(at))
    for (const item of value as Map<string, unknown>[]) put('', String(item.get('name')))
  else if (Array.isArray(value) && sets.test(at)) for (const item of value) put('', String(item))
  else if (
    Array.isArray(value) &&
    named.test(at) &&
    value.every((item) => item instanceof Map && item.size === 1)
  )
    for (const item of value) flatten(item, path, into)
  else put(JSON.stringify(value, (_, inner: unknown) => (inner instanceof Map ? [...inner].sort() : inner)))
  return into
}

function read(text: string): ReadonlyMap<string, string> {
  return flatten(parse(text, { mapAsMap: true, intAsBigInt: false }) as unknown)
}

/** True if a conflict tells of this place, of something in it or of what is around it. */
function isListed(path: readonly string[], conflicts: readonly MergeConflict[]): boolean {
  return conflicts.some(
    (conflict) =>
      !['order', 'comment'].includes(conflict.kind) &&
      conflict.path.slice(0, path.length).every((step, index) => step === path[index]),
  )
}

/** Where one side differs from the base and neither the merged text nor the list of conflicts has it. */
function lostChanges(
  base: ReadonlyMap<string, string>,
  side: ReadonlyMap<string, string>,
  merged: ReadonlyMap<string, string>,
  conflicts: readonly MergeConflict[],
): readonly (readonly [key: string, value: string | undefined])[] {
  const changed = [...new Set([...base.keys(), ...side.keys()])].filter(
    (key) => base.get(key) !== side.get(key),
  )
  const lost = changed.filter((key) => {
    const isThere = merged.get(key) === side.get(key) || isRenamedOnly(key)
    // What is empty now, or was, says nothing of its own.
    if (
      isThere ||
      [base.get(key), side.get(key)].includes('{}') ||
      [base.get(key), side.get(key)].includes('[]')
    )
      return false
    return !isListed(JSON.parse(key) as string[], conflicts)
  })
  return lost.map((key) => [key, side.get(key)] as const)

  /** Under a name of theirs people kept what was there: then the name counts. */
  function isRenamedOnly(key: string): boolean {
    const [own] = /"our [^"]*"/.exec(key) ?? []
    if (own === undefined || base.get(key.replace('"our ', '"')) !== side.get(key)) return false
    return [...merged.keys()].some((other) => other.includes(own))
  }
}

/** The same edit on both versions of a blueprint: an input gets another name. */
const renamed = anyGeneration.chain(([before, after]) => {
  const names = Object.keys(before.inputs ?? {}).filter((name) => Object.hasOwn(after.inputs ?? {}, name))
  return fc.constantFrom(undefined, ...names).map((name) => {
    const rename = (blueprint: typeof before) => {
      const pick = Object.keys(blueprint.inputs ?? {}).indexOf(name ?? '')
      return editText(blueprint, name === undefined ? [] : [{ edit: 'rename', pick }])
    }
    const [base, generated] = [printBlueprint(before), printBlueprint(after)]
    return { base, generated, edited: rename(before), expected: rename(after) }
  })
})

test('mergeBlueprints gives a renamed input what the generator changed', () => {
  fc.assert(
    fc.property(renamed, ({ base, generated, edited, expected }) => {
      const { text } = mergeBlueprints({ base, edited, generated })
      expect(new Set(read(text))).toEqual(new Set(read(expected)))
    }),
    { numRuns: 100 },
  )
})

/** Edits that break a rule of blueprints stay conflicts until they are gone. */
function withoutInvalid(conflicts: readonly MergeConflict[]): readonly MergeConflict[] {
  return conflicts.filter(({ kind }) => kind !== 'invalid')
}

/** Names that people gave are not the generator's. */
const renames: readonly Edit[] = ['rename', 'rename-output', 'rename-section']

describe.each([
  ['blueprints as they are generated', anyGeneration, 150],
  ['blueprints with texts as strangers write them', strangeGeneration, 20],
])('mergeBlueprints, of %s', (_, generation, numRuns) => {
  const texts = (edits: typeof anyEdits) =>
    fc.tuple(generation, edits).map(([[before, after], todo]) => ({
      base: printBlueprint(before),
      edited: editText(before, todo),
      generated: printBlueprint(after),
    }))

  test('without edits gives the generated text, without changes the edited one, byte for byte', () => {
    fc.assert(
      fc.property(texts(anyEdits), ({ base, edited, generated }) => {
        const nothing = { conflicts: [], diagnostics: [] }
        expect(mergeBlueprints({ base, edited: base, generated })).toEqual({ text: generated, ...nothing })
        const unchanged = mergeBlueprints({ base, edited, generated: base })
        expect({ ...unchanged, conflicts: withoutInvalid(unchanged.conflicts) }).toEqual({
          text: edited,
          ...nothing,
        })
      }),
      { numRuns },
    )
  })

  test('loses no edit: it is in the text or among the conflicts', () => {
    fc.assert(
      fc.property(texts(anyEdits), ({ base, edited, generated }) => {
        const { text, conflicts } = mergeBlueprints({ base, edited, generated })
        const lost = lostChanges(read(base), read(edited), read(text), conflicts)
        // What a renamed input is given to, and where it is listed, goes with the input.
        const gone = conflicts.filter(({ kind }) => kind === 'removed').map(({ path }) => path.at(-1) ?? '')
        expect(lost.filter(([key, value]) => !gone.some((name) => `${key}${value}`.includes(name)))).toEqual(
          [],
        )
        const told = [text, ...conflicts.map((conflict) => conflict.edited ?? '')].join('\n')
        const comments = [...edited.matchAll(/our (?:comment|remark) \d+|with a tab \d+/g)].map(
          ([comment]) => comment,
        )
        expect(comments.filter((comment) => !told.includes(comment))).toEqual([])
      }),
      { numRuns },
    )
  })

  test('loses no generated change: it is in the text or among the conflicts', () => {
    const plain = anyEdits.map((edits) => edits.filter(({ edit }) => !renames.includes(edit)))
    fc.assert(
      fc.property(texts(plain), ({ base, edited, generated }) => {
        const { text, conflicts } = mergeBlueprints({ base, edited, generated })
        const inputs = new Set(Object.keys(parseBlueprint('a', text).blueprint?.inputs ?? {}))
        const lost = lostChanges(read(base), read(generated), read(text), conflicts)
        // Sections do not list what people removed.
        const isMeant = (key: string) => {
          const path = JSON.parse(key) as string[]
          return !listed.test(path.slice(0, -1).join('/')) || inputs.has(path.at(-1) ?? '')
        }
        expect(lost.filter(([key]) => isMeant(key))).toEqual([])
      }),
      { numRuns },
    )
  })

  test('gives a valid blueprint where nothing is in conflict', () => {
    fc.assert(
      fc.property(texts(anyEdits), ({ base, edited, generated }) => {
        const { text, conflicts } = mergeBlueprints({ base, edited, generated })
        if (text === generated || conflicts.some(({ severity }) => severity === 'conflict')) return
        const { diagnostics } = validateBlueprint('a', text)
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      }),
      { numRuns },
    )
  })

  test('gives a blueprint, and the same one when it merges again', () => {
    fc.assert(
      fc.property(texts(anyEdits), ({ base, edited, generated }) => {
        const { text } = mergeBlueprints({ base, edited, generated })
        if (parseBlueprint('a', edited).blueprint !== undefined)
          expect(
            parseBlueprint('a', text).diagnostics.filter(({ severity }) => severity === 'error'),
          ).toEqual([])
        const again = mergeBlueprints({ base: generated, edited: text, generated })
        expect([again.text, withoutInvalid(again.conflicts)]).toEqual([text, []])
        expect(mergeBlueprints({ base, edited: text, generated }).text).toBe(text)
      }),
      { numRuns },
    )
  })
})
