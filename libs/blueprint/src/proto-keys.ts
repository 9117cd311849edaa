import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'

/**
 * The same data with another name for the key `__proto__`, at any depth: zod drops entries of that name from records, without
 * looking at them.
 */
export function hideProtoKeys(value: Json): Json {
  if (isJsonList(value)) return value.map(hideProtoKeys)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(
      ([key, item]) => [isProto(key) ? `\0${key}` : key, hideProtoKeys(item)] as const,
    ),
  )
}

/** The name that the key has in the data. */
export function showProtoKey<Key extends PropertyKey>(key: Key): Key | string {
  return typeof key === 'string' && key.startsWith('\0') && isProto(key) ? key.slice(1) : key
}

/** True also of names that look like hidden ones, so that those are told apart. */
function isProto(key: string): boolean {
  return /^\0*__proto__$/.test(key)
}
