import { isJsonList, isJsonObject, stringifyJson, type Json } from '@groundplan/terraform-type'
import { hasMark, marksAt, maskValue, type ValueMarks } from './mask-value.ts'
import type { Difference } from './terraform-plan.ts'

/** A value before and after, as Terraform describes a change. */
export interface RawChange {
  readonly before: Json
  readonly after: Json
  readonly beforeSensitive: ValueMarks
  readonly afterSensitive: ValueMarks
  readonly afterUnknown: ValueMarks
  readonly replacePaths: readonly (readonly (string | number)[])[]
}

type Path = readonly (string | number)[]
type Values = Omit<RawChange, 'replacePaths'>

/** Attributes that differ, down to the first part that is new, gone or no longer of the same kind. */
export function listDifferences(change: RawChange): readonly Difference[] {
  const replacing = new Set(change.replacePaths.map((path) => JSON.stringify(path)))
  const found: Difference[] = []
  compare(change, [], (path, values) => {
    const isSensitive = hasMark(values.beforeSensitive) || hasMark(values.afterSensitive)
    const isUnknown = hasMark(values.afterUnknown)
    found.push({
      path,
      ...(values.before === null ? {} : { before: maskValue(values.before, values.beforeSensitive) }),
      ...(values.after === null && !isUnknown
        ? {}
        : { after: maskValue(values.after, values.afterSensitive, values.afterUnknown) }),
      ...{ isSensitive, isUnknown },
      forcesReplacement: path.some((_, index) => replacing.has(JSON.stringify(path.slice(0, index + 1)))),
    })
  })
  return found
}

function compare(values: Values, path: Path, report: (path: Path, values: Values) => void): void {
  const { before, after, afterUnknown } = values
  const isWhole = values.beforeSensitive === true || values.afterSensitive === true || afterUnknown === true
  if (!isWhole && isJsonObject(before) && (isJsonObject(after) || isJsonObject(afterUnknown))) {
    const keys = new Set([...Object.keys(before), ...keysOf(after), ...keysOf(afterUnknown)])
    for (const key of keys) compare(at(values, key), [...path, key], report)
    return
  }
  if (!isWhole && isJsonList(before) && isJsonList(after)) {
    const length = Math.max(before.length, after.length)
    for (let index = 0; index < length; index += 1) compare(at(values, index), [...path, index], report)
    return
  }
  if (path.length === 0 && (before === null || after === null)) {
    for (const key of new Set([...keysOf(before), ...keysOf(after), ...keysOf(afterUnknown)]))
      compare(at(values, key), [key], report)
    return
  }
  if (hasMark(afterUnknown) || stringifyJson(before) !== stringifyJson(after)) report(path, values)
}

function keysOf(value: Json): readonly string[] {
  return isJsonObject(value) ? Object.keys(value) : []
}

function at(values: Values, key: string | number): Values {
  return {
    before: partOf(values.before, key),
    after: partOf(values.after, key),
    beforeSensitive: marksAt(values.beforeSensitive, key),
    afterSensitive: marksAt(values.afterSensitive, key),
    afterUnknown: marksAt(values.afterUnknown, key),
  }
}

function partOf(value: Json, key: string | number): Json {
  if (isJsonList(value)) return value[Number(key)] ?? null
  return isJsonObject(value) && Object.hasOwn(value, String(key)) ? (value[String(key)] ?? null) : null
}
