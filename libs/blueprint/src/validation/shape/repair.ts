import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'
import type { ShapeFinding } from './describe-issue.ts'

export type MutableJson = Json | MutableJson[] | { [key: string]: MutableJson }

/** A copy that may be changed, whatever its keys are called. */
export function copyJson(value: Json): MutableJson {
  if (isJsonList(value)) return value.map(copyJson)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyJson(item)]))
}

/** What stands at a path, `undefined` if nothing does. */
export function valueAt(root: unknown, path: readonly string[]): unknown {
  let value: unknown = root
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return value
}

/** Puts a value at a path whose parent is there. */
export function putAt(root: MutableJson, path: readonly string[], value: MutableJson): void {
  const parent = valueAt(root, path.slice(0, -1))
  const key = path.at(-1)
  if (typeof parent !== 'object' || parent === null || key === undefined) return
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true })
}

/**
 * Changes the data so that what the finding is about becomes what was most likely meant, or goes away. Gives the place that
 * nothing can be said about any more, if there is one.
 */
export function repair(root: MutableJson, finding: ShapeFinding): readonly string[] | undefined {
  const { path, unknownKey, meant } = finding
  if (finding.rule === 'unknown-grain-kind' || (finding.rule === 'missing-key' && path.at(-1) === 'kind')) {
    putAt(root, path, meant ?? 'terraform')
    return undefined
  }
  if (unknownKey !== undefined) {
    const parent = path.slice(0, -1)
    const value = valueAt(root, path)
    removeAt(root, path)
    if (meant === undefined || valueAt(root, [...parent, meant]) !== undefined) return undefined
    putAt(root, [...parent, meant], value as MutableJson)
    return undefined
  }
  const substitute = substituteAt(path)
  if (substitute !== undefined) putAt(root, path, substitute)
  else removeAt(root, path)
  return path
}

const sourceSubstitute: Readonly<Record<string, string>> = { store: '', path: '.', commit: '' }

/** What stands in for a value that must be there. */
function substituteAt(path: readonly string[]): MutableJson | undefined {
  const [section, , third, fourth, fifth = ''] = path
  if (path.length === 1) return section === 'spec_version' ? 2 : section === 'grains' ? {} : undefined
  if (section === 'inputs') return path.length === 2 ? null : undefined
  if (section === 'outputs') return path.length === 2 ? { value: '' } : third === 'value' ? '' : undefined
  if (section !== 'grains') return undefined
  if (path.length === 2) return { kind: 'terraform', spec: { source: { ...sourceSubstitute } } }
  if (third === 'spec' && path.length === 3) return { source: { ...sourceSubstitute } }
  if (fourth !== 'source') return undefined
  return path.length === 4 ? { ...sourceSubstitute } : sourceSubstitute[fifth]
}

/** Takes away the key; from a list, the whole list, because the places of other elements must not move. */
function removeAt(root: MutableJson, path: readonly string[]): void {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = valueAt(root, path.slice(0, length - 1))
    if (typeof parent !== 'object' || parent === null || Array.isArray(parent)) continue
    Reflect.deleteProperty(parent, path[length - 1] ?? '')
    return
  }
}
