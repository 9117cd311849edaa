import type { RJSFSchema, UiSchema } from '@rjsf/utils'

/** The schema for a form that has a field of its own for values of any type, and sends them as they are instead of as texts. */
export function anySchema(schema: RJSFSchema, hints: unknown): RJSFSchema {
  if (hintOf(hints, 'ui:anyValue') === true) {
    const { type: _, ...rest } = schema
    return rest
  }
  const { properties, items, additionalProperties, anyOf } = schema
  return {
    ...schema,
    ...(properties === undefined
      ? {}
      : { properties: mapValues(properties, (inner, name) => inside(inner, hintOf(hints, name))) }),
    ...(items === undefined ? {} : { items: itemsSchema(items, hintOf(hints, 'items')) }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: inside(additionalProperties, hintOf(hints, 'additionalProperties')) }),
    ...(anyOf === undefined
      ? {}
      : { anyOf: anyOf.map((inner, index) => inside(inner, hintOf(hintOf(hints, 'anyOf'), index))) }),
  }
}

type Items = NonNullable<RJSFSchema['items']>

function itemsSchema(items: Items, hints: unknown): Items {
  if (!Array.isArray(items)) return inside(items, hints)
  return items.map((inner, index) => inside(inner, hintOf(hints, index)))
}

function inside<Inner extends RJSFSchema | boolean>(inner: Inner, hints: unknown): Inner {
  return (typeof inner === 'object' ? anySchema(inner, hints) : inner) as Inner
}

function mapValues<Value>(
  map: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Value,
) {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)] as const))
}

function hintOf(hints: unknown, name: string | number): unknown {
  if (typeof hints !== 'object' || hints === null || !Object.hasOwn(hints, name)) return undefined
  return (hints as UiSchema | readonly unknown[])[name as keyof object]
}
