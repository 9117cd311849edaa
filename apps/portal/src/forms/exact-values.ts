import { acceptsValue, ExactNumber, parseNumber, type ValueConstraint } from '@groundplan/terraform-type'
import type { RJSFSchema } from '@rjsf/utils'

/** What a field of numbers keeps of what people type: a number, its digits if a number would round them, or the text. */
export function toFieldNumber(text: string | number): number | string | undefined {
  if (text === '') return undefined
  const number = readNumber(String(text))
  return number instanceof ExactNumber ? number.digits : (number ?? String(text))
}

/** The form's values with every number that a field keeps as its digits. */
export function toExactValues(schema: unknown, value: unknown): unknown {
  if (!isSchema(schema)) return value
  if (typeof value === 'string') return takesNumber(schema) ? withDigits(value) : value
  if (Array.isArray(value)) {
    const { items } = branchOf(schema, 'array')
    return value.map((element, index) => toExactValues(Array.isArray(items) ? items[index] : items, element))
  }
  if (typeof value !== 'object' || value === null) return value
  const { properties = {}, additionalProperties } = branchOf(schema, 'object')
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const place = Object.hasOwn(properties, key) ? properties[key] : additionalProperties
      return [key, toExactValues(place, inner)] as const
    }),
  )
}

/** The keywords of a schema of numbers that the number does not keep to, whatever a browser would round it to. */
export function violatedBounds(schema: unknown, number: ExactNumber): readonly string[] {
  if (!isSchema(schema)) return []
  return boundNames.filter((name) => {
    const constraint: ValueConstraint = { path: '', [name]: schema[name] }
    return (
      typeof schema[name] === 'number' &&
      !acceptsValue({ kind: 'number' }, number, { constraints: [constraint] })
    )
  })
}

/** The keywords that bound numbers. */
export const boundNames = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
] as const

function withDigits(text: string): ExactNumber | string {
  const number = readNumber(text)
  return number instanceof ExactNumber ? number : text
}

function readNumber(text: string): number | ExactNumber | undefined {
  try {
    return parseNumber(text.trim())
  } catch {
    return undefined
  }
}

function takesNumber({ type }: RJSFSchema): boolean {
  return type === 'number' || (Array.isArray(type) && type.includes('number') && !type.includes('string'))
}

/** The alternative that is for lists, or for objects, where there are alternatives. */
function branchOf(schema: RJSFSchema, type: 'array' | 'object'): RJSFSchema {
  return schema.anyOf?.filter(isSchema).find((option) => option.type === type) ?? schema
}

function isSchema(value: unknown): value is RJSFSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
