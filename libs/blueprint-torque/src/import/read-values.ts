import { isJsonList, isJsonObject, type Json, type JsonObject } from '@groundplan/terraform-type'
import { textOf } from '../text-of.ts'
import { quote, type Report } from '../report.ts'

export type Path = readonly string[]

/** The entries of a map that have a value; anything else but nothing is told and left out. */
export function readMap(value: Json | undefined, path: Path, report: Report): JsonObject {
  if (value === undefined || value === null) return {}
  if (isJsonObject(value)) return value
  const message = `Skipped ${path.join('.')}: expected a map.`
  report.warn(path, 'left-out', message)
  return {}
}

/** The elements of a list; anything else but nothing is told and left out. */
export function readList(value: Json | undefined, path: Path, report: Report): readonly Json[] {
  if (value === undefined || value === null) return []
  if (isJsonList(value)) return value
  const message = `Skipped ${path.join('.')}: expected a list.`
  report.warn(path, 'left-out', message)
  return []
}

/** A text, or what is a text to Torque: a number or a truth value. Anything else but nothing is told and left out. */
export function readText(value: Json | undefined, path: Path, report: Report): string | undefined {
  if (value === undefined || value === null) return undefined
  const text = textOf(value)
  if (text === undefined) report.warn(path, 'left-out', `Skipped ${path.join('.')}: expected a string.`)
  return text
}

/** True or false, also as a text. Anything else but nothing is told and left out. */
export function readBoolean(value: Json | undefined, path: Path, report: Report): boolean | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? value.trim().toLowerCase() : ''
  if (word === 'true' || word === 'false') return word === 'true'
  report.warn(path, 'left-out', `Skipped ${path.join('.')}: expected true or false.`)
  return undefined
}

/** Why a key is not carried over, and whether the blueprint means something else without it. */
export interface Reason {
  readonly because: string
  readonly severity: 'warning' | 'changed-meaning' | 'note'
}

export const changes = (because: string): Reason => ({ because, severity: 'changed-meaning' })
export const lacks = (because: string): Reason => ({ because, severity: 'warning' })
export const idle = (because: string): Reason => ({ because, severity: 'note' })

/** Tells each key that is not among the known ones, with its reason. */
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

/** Tells that the thing at the path is not carried over. */
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

/** The object without keys that have no value. */
export function defined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Value
}
