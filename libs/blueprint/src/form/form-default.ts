import {
  ExactNumber,
  isJsonList,
  isJsonObject,
  stringifyJson,
  type Json,
  type JsonSchema,
} from '@groundplan/terraform-type'
import { isItsOwnText } from './any-field.ts'
import type { FieldScope, FormField, FormHints } from './form-scope.ts'

/** Of longer defaults, only the beginning is shown. */
const longestShown = 200

/**
 * The schema with its default if a form can propose it, else with a hint that tells what is used if the field is left empty.
 * A form rounds numbers of many digits. In react-jsonschema-form the default of an attribute counts more than what the default
 * of its object says, and some empty values within defaults are lost.
 */
export function settleDefault(schema: JsonSchema, { given }: FieldScope): FormField {
  const { default: written, ...rest } = schema
  if (written === undefined) return { schema, hints: {} }
  const value = conform(written, rest)
  // Terraform refuses it, and react-jsonschema-form would break on it.
  if (!fits(value, rest)) return { schema: rest, hints: {} }
  const isContradicted = given.some(
    (other) => other !== null && stringifyJson(other) !== stringifyJson(value),
  )
  if (isContradicted || hasExactNumber(value) || losesSome(value, rest))
    return { schema: rest, hints: hintAtDefault(value) }
  return { schema: { ...rest, default: value }, hints: {} }
}

/** The default of an attribute is converted to its type: `optional(string, 5)` is the text `5`. */
function conform(value: Json, schema: JsonSchema | undefined): Json {
  if (isJsonList(value)) return value.map((element, index) => conform(element, itemSchema(schema, index)))
  if (isJsonObject(value))
    return Object.fromEntries(
      Object.entries(value).map(
        ([name, inner]) => [name, conform(inner, innerSchema(schema, name))] as const,
      ),
    )
  const isText =
    schema?.type === 'string' || (typeof schema?.type === 'object' && schema.type.includes('string'))
  return isText && typeof value !== 'string' && value !== null ? String(value) : value
}

/** True if lists are where lists are expected, and objects where objects are, all the way down. */
function fits(value: Json, schema: JsonSchema | undefined): boolean {
  const types = typeof schema?.type === 'string' ? [schema.type] : (schema?.type ?? [])
  if (value === null || schema === undefined) return true
  if (types.includes('array') !== isJsonList(value) && types.length > 0) return false
  if (types.includes('object') !== isJsonObject(value) && types.length > 0) return false
  if (isJsonList(value)) return value.every((element, index) => fits(element, itemSchema(schema, index)))
  if (!isJsonObject(value)) return true
  return Object.entries(value).every(([name, inner]) => fits(inner, innerSchema(schema, name)))
}

/** True if a JavaScript program that reads the value as JSON would round a number in it. */
function hasExactNumber(value: Json): boolean {
  if (isJsonList(value)) return value.some(hasExactNumber)
  return isJsonObject(value) ? Object.values(value).some(hasExactNumber) : value instanceof ExactNumber
}

/**
 * True if react-jsonschema-form would lose something of a default: empty objects that are no required attributes, entries of maps
 * and, where a text stands for a value of any type, everything that is no such text. Of maps, version 5 brings back what people
 * remove, and what a new entry begins with counts more than the values.
 */
function losesSome(value: Json, schema: JsonSchema | undefined): boolean {
  if (isAny(schema)) return !isItsOwnText(value)
  if (isJsonList(value)) return value.some((element, index) => losesSome(element, itemSchema(schema, index)))
  if (!isJsonObject(value)) return false
  if (isMap(schema) && Object.keys(value).length > 0) return true
  return Object.entries(value).some(([name, inner]) => {
    const isEmpty = isJsonObject(inner) && Object.keys(inner).length === 0
    if (isEmpty) return schema?.required?.includes(name) !== true
    return losesSome(inner, innerSchema(schema, name))
  })
}

/** True of a map, which has entries instead of properties. */
export function isMap(schema: JsonSchema | undefined): boolean {
  return schema !== undefined && schema.properties === undefined && schema.additionalProperties !== undefined
}

function isAny(schema: JsonSchema | undefined): boolean {
  return schema === undefined || (schema.type === undefined && schema.enum === undefined)
}

function itemSchema(schema: JsonSchema | undefined, index: number): JsonSchema | undefined {
  const items = schema?.items as JsonSchema | readonly JsonSchema[] | undefined
  return Array.isArray(items) ? (items as readonly JsonSchema[])[index] : (items as JsonSchema | undefined)
}

function innerSchema(schema: JsonSchema | undefined, name: string): JsonSchema | undefined {
  const { properties = {}, additionalProperties } = schema ?? {}
  if (Object.hasOwn(properties, name)) return properties[name]
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}

/** Tells of a default that applies where the field is empty: in the empty control itself, or in words if there is none. */
export function hintAtDefault(value: Json, hasControl = true): FormHints {
  const text = typeof value === 'string' ? value : stringifyJson(value)
  if (!hasControl || isJsonList(value) || isJsonObject(value))
    return { 'ui:help': `Default: ${shorten(text)}` }
  if (typeof value === 'boolean') return { 'ui:placeholder': `Default: ${value ? 'yes' : 'no'}` }
  return { 'ui:placeholder': `Default: ${value === '' ? 'an empty text' : shorten(firstLine(text))}` }
}

function firstLine(text: string): string {
  const [line = '', ...others] = text.split('\n')
  return others.length === 0 ? line : `${line} …`
}

function shorten(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}… (${text.length} characters)` : text
}
