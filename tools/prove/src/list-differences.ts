import { isDeepStrictEqual } from 'node:util'
import type { ModuleInspection } from '@groundplan/terraform-module'

export interface Difference {
  /** `missing` if only they have it, `extra` if only we have; otherwise the key that differs. */
  readonly kind: string
  readonly text: string
  /** True if we report errors in the module. */
  readonly isError: boolean
}

const maps = [
  'variables',
  'outputs',
  'managed_resources',
  'data_resources',
  'module_calls',
  'required_providers',
  'provider_configs',
] as const

/** Compares the keys that both know. */
export function listDifferences(ours: ModuleInspection, theirs: ModuleInspection): readonly Difference[] {
  const isError = (ours.diagnostics ?? []).some(({ severity }) => severity === 'error')
  const found: Omit<Difference, 'isError'>[] = []
  for (const map of maps) found.push(...compareMaps(map, ours[map] ?? {}, theirs[map] ?? {}))
  const cores = [ours.required_core ?? [], theirs.required_core ?? []]
  if (!isDeepStrictEqual(cores[0], cores[1]))
    found.push({ kind: 'required_core', text: JSON.stringify(cores) })
  return found.map((difference) => ({ ...difference, isError }))
}

function compareMaps(
  map: string,
  ours: Readonly<Record<string, object>>,
  theirs: Readonly<Record<string, object>>,
): readonly Omit<Difference, 'isError'>[] {
  const extra = Object.keys(ours).filter((name) => !Object.hasOwn(theirs, name))
  return [
    ...extra.map((name) => ({ kind: 'extra', text: `${map}.${name}` })),
    ...Object.entries(theirs).flatMap(([name, item]) => {
      const own = Object.hasOwn(ours, name) ? ours[name] : undefined
      if (own === undefined) return [{ kind: 'missing', text: `${map}.${name}` }]
      return compareItems(`${map}.${name}`, own as Item, item as Item)
    }),
  ]
}

type Item = Readonly<Record<string, unknown>>

/** What we add is not compared. */
function compareItems(place: string, ours: Item, theirs: Item): readonly Omit<Difference, 'isError'>[] {
  const added = new Set(['nullable', 'ephemeral', 'validations', 'json_schema'])
  const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)].filter((key) => !added.has(key)))
  return [...keys].flatMap((key) => {
    const values = [ours[key], theirs[key]]
    if (isDeepStrictEqual(values[0], values[1])) return []
    // Which file of the module comes first says nothing.
    if (key === 'version_constraints' && isDeepStrictEqual(sorted(values[0]), sorted(values[1]))) return []
    if (key === 'default' && isConverted(values[0], values[1])) return []
    return [
      { kind: key, text: `${place}: ours ${JSON.stringify(values[0])}, theirs ${JSON.stringify(values[1])}` },
    ]
  })
}

function sorted(list: unknown): unknown {
  return Array.isArray(list) ? list.toSorted() : list
}

/** True if one is the other as Terraform converts it: `"5"` and 5 at any depth. */
function isConverted(ours: unknown, theirs: unknown): boolean {
  if (typeof ours !== 'object' || ours === null) return String(ours) === String(theirs)
  if (typeof theirs !== 'object' || theirs === null) return false
  const keys = Object.keys(ours)
  return (
    isDeepStrictEqual(new Set(keys), new Set(Object.keys(theirs))) &&
    keys.every((key) => isConverted((ours as Item)[key], (theirs as Item)[key]))
  )
}
