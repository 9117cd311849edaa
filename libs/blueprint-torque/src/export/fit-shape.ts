import {
  isJsonList,
  isJsonObject,
  stringifyJson,
  type Json,
  type JsonObject,
} from '@groundplan/terraform-type'
import { Report } from '../report.ts'
import { textOf } from '../text-of.ts'

/** The accepted shape of one value. */
export type Shape =
  | { readonly kind: 'text' | 'boolean' | 'integer' | 'anything' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'scalar'; readonly orObject?: boolean }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly keys?: RegExp; readonly of: Shape }
  | {
      readonly kind: 'keys'
      readonly of: Readonly<Record<string, Shape>>
      readonly isOpen?: boolean
      readonly required?: readonly string[]
    }
  | { readonly kind: 'either'; readonly of: readonly Shape[] }

type Path = readonly string[]

/**
 * Removes what the schema rejects, with a warning for each; `undefined` if nothing is left. Converts numbers to strings where the
 * schema requires strings.
 */
export function fitShape(value: Json, shape: Shape, path: Path, report: Report): Json | undefined {
  const fitted = fit(value, shape, path, report)
  if (fitted === undefined && value !== null) {
    const message = `Skipped the value of ${path.slice(2).join('.')}: Torque's schema does not accept it there.`
    report.warn(path, 'left-out', message)
  }
  return fitted
}

function fit(value: Json, shape: Shape, path: Path, report: Report): Json | undefined {
  switch (shape.kind) {
    case 'anything':
      return value
    case 'text':
      return textOf(value)
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'integer':
      return Number.isInteger(value) ? value : undefined
    case 'choice':
      return typeof value === 'string' && shape.of.includes(value) ? value : undefined
    case 'scalar':
      return fitScalar(value, shape, path, report)
    case 'list':
      return isJsonList(value) ? fitList(value, shape.of, path, report) : undefined
    case 'map':
      return isJsonObject(value) ? fitMap(value, shape, path, report) : undefined
    case 'keys':
      return isJsonObject(value) ? fitKeys(value, shape, path, report) : undefined
    case 'either':
      return fitEither(value, shape.of, path, report)
  }
}

function fitScalar(
  value: Json,
  { orObject = false }: Extract<Shape, { kind: 'scalar' }>,
  path: Path,
  report: Report,
): Json | undefined {
  if (value === null || (isJsonObject(value) && !orObject)) return undefined
  if (!isJsonList(value)) return value
  const message = `The list at ${path.slice(2).join('.')} is exported as JSON text: Torque's schema does not accept a list there.`
  report.warn(path, 'changed-meaning', message)
  return stringifyJson(value)
}

function fitList(items: readonly Json[], of: Shape, path: Path, report: Report): Json {
  return items.flatMap((item, index) => {
    const fitted = fitShape(item, of, [...path, String(index)], report)
    // Drop list entries that are empty maps.
    return fitted === undefined || (isEmptyMap(fitted) && !isEmptyMap(item)) ? [] : [fitted]
  })
}

function isEmptyMap(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0
}

function fitMap(
  value: JsonObject,
  { keys, of }: Extract<Shape, { kind: 'map' }>,
  path: Path,
  report: Report,
): Json {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const place = [...path, key]
      if (keys?.test(key) === false) {
        report.warn(
          place,
          'left-out',
          `Skipped ${place.slice(2).join('.')}: Torque does not accept this name.`,
        )
        return []
      }
      const fitted = fitShape(item, of, place, report)
      return fitted === undefined ? [] : [[key, fitted] as const]
    }),
  )
}

function fitKeys(
  value: JsonObject,
  { of, isOpen = false, required = [] }: Extract<Shape, { kind: 'keys' }>,
  path: Path,
  report: Report,
): Json | undefined {
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const place = [...path, key]
    const shape = Object.hasOwn(of, key) ? of[key] : undefined
    if (shape === undefined && !isOpen) {
      report.warn(place, 'left-out', `Skipped ${place.slice(2).join('.')}: Torque does not know this key.`)
      return []
    }
    const fitted = shape === undefined ? item : fitShape(item, shape, place, report)
    return fitted === undefined ? [] : [[key, fitted] as const]
  })
  const fitted = Object.fromEntries(entries)
  return required.every((key) => Object.hasOwn(fitted, key)) ? fitted : undefined
}

/** Fits the value to the first shape that accepts it. */
function fitEither(value: Json, shapes: readonly Shape[], path: Path, report: Report): Json | undefined {
  for (const shape of shapes) {
    const attempt = new Report()
    const fitted = fit(value, shape, path, attempt)
    if (fitted === undefined) continue
    report.include(attempt)
    return fitted
  }
  return undefined
}
