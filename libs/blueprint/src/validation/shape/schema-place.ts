import type { z } from 'zod'

type Schema = z.core.$ZodType

/** The keys that a format knows at a place, e.g. those of an input at `['inputs', 'size']`. */
export function keysAt(format: Schema, path: readonly string[]): readonly string[] {
  return [...new Set(schemasAt(format, path).flatMap((schema) => Object.keys(shapeOf(schema) ?? {})))]
}

/** Every schema that may apply at a place: grains are of several kinds. */
function schemasAt(format: Schema, path: readonly string[]): readonly Schema[] {
  let schemas = unwrap(format)
  for (const step of path) schemas = schemas.flatMap((schema) => stepInto(schema, step))
  return schemas
}

function stepInto(schema: Schema, step: string): readonly Schema[] {
  const def = definitionOf(schema)
  const inner = shapeOf(schema)?.[step] ?? (def.type === 'record' ? def.valueType : def.element)
  return inner === undefined ? [] : unwrap(inner)
}

const wrappers: ReadonlySet<string> = new Set(['optional', 'nullable', 'default', 'prefault'])

/** Without what only says that the value may be absent, or which of several it may be. */
function unwrap(schema: Schema): readonly Schema[] {
  const { type, innerType, getter, options } = definitionOf(schema)
  if (wrappers.has(type) && innerType !== undefined) return unwrap(innerType)
  if (type === 'lazy' && getter !== undefined) return unwrap(getter())
  if (type === 'union' && options !== undefined) return options.flatMap(unwrap)
  return [schema]
}

interface Definition {
  readonly type: string
  readonly innerType?: Schema
  readonly getter?: () => Schema
  readonly options?: readonly Schema[]
  readonly valueType?: Schema
  readonly element?: Schema
  readonly shape?: Readonly<Record<string, Schema>>
}

function definitionOf(schema: Schema): Definition {
  return schema._zod.def as Definition
}

function shapeOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  const { shape } = definitionOf(schema)
  return shape === undefined ? undefined : Object.assign(Object.create(null) as object, shape)
}
