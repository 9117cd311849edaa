import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'
import type { FileFormat, ShapeFinding } from './describe-issue.ts'

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
export function repair<Rule extends string>(
  root: MutableJson,
  finding: ShapeFinding<Rule>,
  format: FileFormat<Rule>,
): readonly string[] | undefined {
  const { path, unknownKey, meant } = finding
  if (unknownKey !== undefined) {
    const parent = path.slice(0, -1)
    const value = valueAt(root, path)
    removeAt(root, path)
    if (meant === undefined || valueAt(root, [...parent, meant]) !== undefined) return undefined
    putAt(root, [...parent, meant], value as MutableJson)
    return undefined
  }
  if (meant !== undefined) {
    putAt(root, path, meant)
    return undefined
  }
  const substitute = format.substituteAt(path)
  if (substitute !== undefined) putAt(root, path, substitute)
  else removeAt(root, path)
  return path
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
