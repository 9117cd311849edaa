import {
  isJsonList,
  isJsonObject,
  stringifyJson,
  type Json,
  type TerraformType,
} from '@groundplan/terraform-type'

/** True if Terraform takes both for the same value of the type. */
export function isSameValue(type: TerraformType, left: Json | undefined, right: Json | undefined): boolean {
  return stringifyJson(settle(type, left)) === stringifyJson(settle(type, right))
}

/** What the module gets: defaults of attributes filled in, attributes without a value gone, sets and maps in one order. */
function settle(type: TerraformType, value: Json | undefined): Json {
  if (value === undefined || value === null) return null
  switch (type.kind) {
    case 'list':
    case 'set': {
      if (!isJsonList(value)) return value
      const items = value.map((item) => settle(type.element, item))
      return type.kind === 'list' ? items : items.toSorted(byText)
    }
    case 'tuple':
      return isJsonList(value) ? type.elements.map((element, index) => settle(element, value[index])) : value
    case 'map': {
      if (!isJsonObject(value)) return value
      const entries = Object.entries(value).map(([key, item]) => [key, settle(type.element, item)] as const)
      return Object.fromEntries(entries.toSorted(byText))
    }
    case 'object': {
      if (!isJsonObject(value)) return value
      return Object.fromEntries(
        type.attributes.map(({ name, type: inner, optional, default: usual }) => [
          name,
          // A form leaves out maps without entries inside objects.
          settle(inner, (isEmptyMap(inner, value[name]) && optional ? null : value[name]) ?? usual ?? null),
        ]),
      )
    }
    default:
      return isJsonObject(value) ? Object.fromEntries(Object.entries(value).toSorted(byText)) : value
  }
}

function isEmptyMap({ kind }: TerraformType, value: Json = null): boolean {
  return kind === 'map' && isJsonObject(value) && Object.keys(value).length === 0
}

function byText(left: unknown, right: unknown): number {
  const [first, second] = [JSON.stringify(left), JSON.stringify(right)]
  return first < second ? -1 : Number(first > second)
}
