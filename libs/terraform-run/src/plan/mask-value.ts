import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'
import { sensitiveMark, unknownMark } from './terraform-plan.ts'

/** Which parts of a value are something: all of it (`true`), or parts by key or index. Terraform leaves out what is not. */
export type ValueMarks = Json

/** The value with its sensitive parts masked and those filled in that are only known later. */
export function maskValue(value: Json | undefined, sensitive: ValueMarks, unknown: ValueMarks = false): Json {
  if (sensitive === true) return sensitiveMark
  if (unknown === true) return unknownMark
  if (isJsonList(unknown) || isJsonList(sensitive) || (value !== undefined && isJsonList(value))) {
    const items = value !== undefined && isJsonList(value) ? value : []
    const length = Math.max(items.length, isJsonList(unknown) ? unknown.length : 0)
    return Array.from({ length }, (_, index) =>
      maskValue(items[index] ?? null, marksAt(sensitive, index), marksAt(unknown, index)),
    )
  }
  if (value === undefined || value === null || isJsonObject(value)) {
    const own = value ?? {}
    const later = isJsonObject(unknown)
      ? Object.keys(unknown).filter((key) => !(key in own) && hasMark(unknown[key] ?? false))
      : []
    if ((value === undefined || value === null) && later.length === 0) return null
    return Object.fromEntries(
      [...Object.keys(own), ...later].map((key) => [
        key,
        maskValue(isJsonObject(own) ? own[key] : undefined, marksAt(sensitive, key), marksAt(unknown, key)),
      ]),
    )
  }
  return value
}

/** The marks of a part. */
export function marksAt(marks: ValueMarks, key: string | number): ValueMarks {
  if (marks === true) return true
  if (isJsonList(marks)) return marks[Number(key)] ?? false
  return isJsonObject(marks) && Object.hasOwn(marks, String(key)) ? (marks[String(key)] ?? false) : false
}

/** True if anything in it is marked. */
export function hasMark(marks: ValueMarks): boolean {
  if (isJsonList(marks)) return marks.some(hasMark)
  return isJsonObject(marks) ? Object.values(marks).some(hasMark) : marks === true
}
