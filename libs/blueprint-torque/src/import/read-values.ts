import { isJsonList, isJsonObject, type Json, type JsonObject } from '@groundplan/terraform-type'
import { textOf } from '../text-of.ts'
import { quote, type Report } from '../report.ts'

export type Path = readonly string[]

/** Reads the non-null entries of a map; reports and skips anything else. */
export function readMap(value: Json | undefined, path: Path, report: Report): JsonObject {
  if (value === undefined || value === null) return {}
  if (isJsonObject(value)) return value
  const message = `Skipped ${path.join('.')}: expected a map.`
  report.warn(path, 'left-out', message)
  return {}
}

/** Reads the elements of a list; reports and skips anything else. */
export function readList(value: Json | undefined, path: Path, report: Report): readonly Json[] {
  if (value === undefined || value === null) return []
  if (isJsonList(value)) return value
  const message = `Skipped ${path.join('.')}: expected a list.`
  report.warn(path, 'left-out', message)
  return []
}

/** Reads a string, or what Torque treats as one: a number or boolean. Reports and skips anything else. */
export function readText(value: Json | undefined, path: Path, report: Report): string | undefined {
  if (value === undefined || value === null) return undefined
  const text = textOf(value)
  if (text === undefined) report.warn(path, 'left-out', `Skipped ${path.join('.')}: expected a string.`)
  return text
}

/** Reads a boolean, also as a string. Reports and skips anything else. */
export function readBoolean(value: Json | undefined, path: Path, report: Report): boolean | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? value.trim().toLowerCase() : ''
  if (word === 'true' || word === 'false') return word === 'true'
  report.warn(path, 'left-out', `Skipped ${path.join('.')}: expected true or false.`)
  return undefined
}

/** Why a key is skipped, and whether that changes the meaning of the blueprint. */
export interface Reason {
  readonly because: string
  readonly severity: 'warning' | 'changed-meaning' | 'note'
}

export const changes = (because: string): Reason => ({ because, severity: 'changed-meaning' })
export const lacks = (because: string): Reason => ({ because, severity: 'warning' })
export const idle = (because: string): Reason => ({ because, severity: 'note' })

/** Reports each unsupported key, with its reason. */
export function reportSkipped(
  value: JsonObject,
  known: readonly string[],
  {
    path,
    reasons,
    report,
  }: { readonly path: Path; readonly reasons: Readonly<Record<string, Reason>>; readonly report: Report },
): void {
  for (const [key, item] of Object.entries(value)) {
    if (known.includes(key) || isNothing(item)) continue
    const reason = Object.hasOwn(reasons, key) ? reasons[key] : undefined
    reportReason([...path, key], reason ?? lacks('the key is unknown to both Torque and Groundplan'), report)
  }
}

/** Reports that the value at the path is skipped. */
export function reportReason(path: Path, { because, severity }: Reason, report: Report): void {
  const message = `Skipped ${path.map(shorten).join('.')}: ${because}.`
  if (severity === 'note') report.note(path, 'left-out', message)
  else report.warn(path, severity === 'changed-meaning' ? severity : 'left-out', message)
}

function isNothing(value: Json): boolean {
  if (value === null) return true
  return isJsonList(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0
}

function shorten(name: string): string {
  return quote(name).slice(1, -1)
}

/** Removes keys without a value. */
export function defined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Value
}
