import {
  ExactNumber,
  isJsonList,
  isJsonObject,
  stringifyJson,
  type Json,
  type TerraformType,
} from '@groundplan/terraform-type'
import { typeInside } from '../type-inside.ts'

/** True if both are the same JSON regardless of key order; keys without a value count as absent. */
export function isSameJson(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return left === right
  return canonicalJson(left) === canonicalJson(right)
}

/** True if both are the same value of the type: sets have no order. */
export function isSameOfType(type: TerraformType, left: Json, right: Json): boolean {
  return isSameJson(withSortedSets(type, left), withSortedSets(type, right))
}

function withSortedSets(type: TerraformType, value: Json): Json {
  if (isJsonList(value)) {
    const items = value.map((item, index) => withSortedSets(typeInside(type, String(index)) ?? any, item))
    return type.kind === 'set' ? sorted(items) : items
  }
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(
      ([key, item]) => [key, withSortedSets(typeInside(type, key) ?? any, item)] as const,
    ),
  )
}

function sorted(items: readonly Json[]): Json {
  const keyed = items.map((item) => [canonicalJson(item), item] as const)
  return keyed.sort(([left], [right]) => (left < right ? -1 : 1)).map(([, item]) => item)
}

const any = { kind: 'any' } as const

/** JSON text with sorted keys, unique per value. */
export function canonicalJson(value: unknown): string {
  return stringifyJson(withSortedKeys(value))
}

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys)
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value
  const entries = Object.entries(value).map(([key, item]) => [key, withSortedKeys(item)] as const)
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)))
}
