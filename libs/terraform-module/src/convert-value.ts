import type { Json, JsonObject, TerraformType } from '@groundplan/terraform-type'

/**
 * Terraform's own conversion of a default to the variable's type: `"5"` is 5 where a number is wanted, at any depth. What does
 * not convert stays as it is.
 * Source: https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion
 */
export function convertValue(value: Json, type: TerraformType): Json {
  switch (type.kind) {
    case 'string':
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
    case 'number':
      return typeof value === 'string' && isDecimal(value) ? Number(value) : value
    case 'bool':
      return typeof value === 'string' ? (bools.get(value) ?? value) : value
    case 'list':
    case 'set':
      return Array.isArray(value) ? value.map((item: Json) => convertValue(item, type.element)) : value
    case 'map':
      return mapObject(value, () => type.element)
    case 'tuple':
      return Array.isArray(value)
        ? value.map((item: Json, index) => convertAs(item, type.elements[index]))
        : value
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
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text))
}

function mapObject(value: Json, typeOf: (key: string) => TerraformType | undefined): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value as JsonObject).map(([key, item]) => [
    key,
    convertAs(item, typeOf(key)),
  ])
  return Object.fromEntries(entries) as JsonObject
}

function convertAs(value: Json, type: TerraformType | undefined): Json {
  return type === undefined ? value : convertValue(value, type)
}
