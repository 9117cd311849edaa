import {
  ExactNumber,
  isJsonList,
  isJsonObject,
  stringifyJson,
  type Json,
  type TerraformType,
} from '@groundplan/terraform-type'

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
  if (isJsonList(value) && type.kind === 'set') {
    const items = value.map((item) => withSortedSets(type.element, item))
    const keyed = items.map((item) => [canonicalJson(item), item] as const)
    return keyed.sort(([left], [right]) => (left < right ? -1 : 1)).map(([, item]) => item)
  }
  if (isJsonList(value) && (type.kind === 'list' || type.kind === 'tuple'))
    return value.map((item, index) =>
      withSortedSets(type.kind === 'list' ? type.element : (type.elements[index] ?? { kind: 'any' }), item),
    )
  if (!isJsonObject(value) || (type.kind !== 'map' && type.kind !== 'object')) return value
  const typeOf = (key: string): TerraformType =>
    type.kind === 'map'
      ? type.element
      : (type.attributes.find(({ name }) => name === key)?.type ?? { kind: 'any' })
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withSortedSets(typeOf(key), item)]))
}

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
