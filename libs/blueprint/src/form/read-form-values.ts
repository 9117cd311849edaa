import { isJsonList, isJsonObject, type Json, type JsonObject } from '@groundplan/terraform-type'
import { readAnyText } from './any-text.ts'
import type { FormHints } from './form-scope.ts'
import type { LaunchForm } from './launch-form.ts'

/**
 * The input values that somebody means by what a launch form sent: a property for each input that is set. Null sets nothing, a
 * text in a field for any value is read as JSON if it is JSON, and the headings of sections and optional maps without entries inside
 * objects are gone. Values are not checked.
 */
export function readFormValues({ uiSchema }: LaunchForm, sent: JsonObject): JsonObject {
  const headings = new Set(
    (isJsonList(uiSchema['ui:groups'] ?? null) ? (uiSchema['ui:groups'] as readonly JsonObject[]) : []).map(
      ({ heading }) => heading,
    ),
  )
  const set = Object.entries(sent).filter(([name, value]) => value !== null && !headings.has(name))
  return Object.fromEntries(
    set.map(([name, value]) => [name, readValue(value, hintsAt(uiSchema, name))] as const),
  )
}

function readValue(value: Json, hints: FormHints): Json {
  if (typeof value === 'string') return hints['ui:anyValue'] === true ? readAnyText(value).value : value
  // Of a choice between nothing and something, only the latter has hints of its own.
  const own = isJsonList(hints['anyOf'] ?? null) ? (hints['anyOf'] as readonly FormHints[]) : []
  const inner = own.at(-1) ?? hints
  if (isJsonList(value)) return value.map((element, index) => readValue(element, itemHints(inner, index)))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, element]) => {
      const place = Object.hasOwn(inner, name) ? name : 'additionalProperties'
      const hints = hintsAt(inner, place)
      const isOmitted = hints['ui:omitEmpty'] === true && isEmptyObject(element)
      return isOmitted ? [] : [[name, readValue(element, hints)] as const]
    }),
  )
}

function isEmptyObject(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0
}

function itemHints(hints: FormHints, index: number): FormHints {
  const items = hints['items'] ?? null
  if (!isJsonList(items)) return hintsAt(hints, 'items')
  return isJsonObject(items[index] ?? null) ? (items[index] as FormHints) : {}
}

function hintsAt(hints: FormHints, name: string): FormHints {
  const found = Object.hasOwn(hints, name) ? (hints[name] ?? null) : null
  return isJsonObject(found) ? found : {}
}
