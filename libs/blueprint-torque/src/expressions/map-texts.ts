import { isJsonList, isJsonObject, type Json } from '@groundplan/terraform-type'

/** Transforms every string in the data, except keys. */
export function mapTexts(value: Json, change: (text: string) => Json): Json {
  if (typeof value === 'string') return change(value)
  if (isJsonList(value)) return value.map((item) => mapTexts(item, change))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)] as const),
  )
}

/** Calls `visit` with each string in the data and its path. */
export function eachText(
  value: Json,
  visit: (text: string, path: readonly string[]) => void,
  path: readonly string[] = [],
): void {
  if (typeof value === 'string') visit(value, path)
  else if (isJsonList(value))
    for (const [index, item] of value.entries()) eachText(item, visit, [...path, String(index)])
  else if (isJsonObject(value))
    for (const [key, item] of Object.entries(value)) eachText(item, visit, [...path, key])
}
