import { ExactNumber, parseNumber, printPlainNumber } from './exact-number.ts'
import { stringifyJson } from './stringify-json.ts'
import { isJsonList, isJsonObject, type Json, type TerraformType } from './terraform-type.ts'

/**
 * Terraform's own conversion of a value to a type: `"5"` is 5 where a number is wanted, at any depth. What does
 * not convert stays as it is.
 * Source: https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion
 */
export function convertValue(value: Json, type: TerraformType): Json {
  switch (type.kind) {
    case 'string':
      if (isNumber(value)) return printPlainNumber(value)
      return typeof value === 'boolean' ? String(value) : value
    case 'number':
      return typeof value === 'string' && isDecimal(value) ? parseNumber(value) : value
    case 'bool':
      return typeof value === 'string' ? (bools.get(value) ?? value) : value
    case 'list':
      return isJsonList(value) ? value.map((item) => convertValue(item, type.element)) : value
    case 'set':
      return isJsonList(value) ? distinct(value.map((item) => convertValue(item, type.element))) : value
    case 'map':
      return mapObject(value, () => type.element)
    case 'tuple':
      return isJsonList(value) ? value.map((item, index) => convertAs(item, type.elements[index])) : value
    case 'object':
      return mapObject(value, (key) => type.attributes.find(({ name }) => name === key)?.type)
    case 'any':
      return value
  }
}

const bools: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

function isDecimal(text: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,9})?$/.test(text)
}

function isNumber(value: Json): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber
}

/** A set has each element once; the order stays as written. */
function distinct(items: readonly Json[]): readonly Json[] {
  return [...new Map(items.map((item) => [stringifyJson(item), item])).values()]
}

function mapObject(value: Json, typeOf: (key: string) => TerraformType | undefined): Json {
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convertAs(item, typeOf(key))]))
}

function convertAs(value: Json, type: TerraformType | undefined): Json {
  return type === undefined ? value : convertValue(value, type)
}
