import {
  isJsonList,
  isJsonObject,
  type Json,
  type ObjectAttribute,
  type TerraformType,
} from './terraform-type.ts'

/** Prints a type on one line in canonical form: equal types print equally. */
export function printType(type: TerraformType): string {
  switch (type.kind) {
    case 'string':
    case 'number':
    case 'bool':
    case 'any':
      return type.kind
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}(${printType(type.element)})`
    case 'tuple':
      return `tuple([${type.elements.map(printType).join(', ')}])`
    case 'object':
      return type.attributes.length === 0
        ? 'object({})'
        : `object({ ${type.attributes.map(printAttribute).join(', ')} })`
  }
}

/** Longest type that stays on one line. */
const lineWidth = 72

/** Prints a type for display: on one line if it is short, otherwise with one object attribute per line. */
export function layOutType(type: TerraformType, indent = ''): string {
  const line = printType(type)
  if (indent.length + line.length <= lineWidth) return line
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}(${layOutType(type.element, indent)})`
    case 'object': {
      const inner = `${indent}  `
      const lines = type.attributes.map((attribute) => `${inner}${layOutAttribute(attribute, inner)}\n`)
      return `object({\n${lines.join('')}${indent}})`
    }
    default:
      return line
  }
}

function layOutAttribute(attribute: ObjectAttribute, indent: string): string {
  const line = printAttribute(attribute)
  if (indent.length + line.length <= lineWidth) return line
  const { name, type, optional, default: value } = attribute
  const laidOut = layOutType(type, indent)
  if (!optional) return `${printName(name)} = ${laidOut}`
  return `${printName(name)} = optional(${laidOut}${value === undefined ? '' : `, ${printLiteral(value)}`})`
}

function printAttribute({ name, type, optional, default: value }: ObjectAttribute): string {
  const printed = printType(type)
  if (!optional) return `${printName(name)} = ${printed}`
  const withDefault = value === undefined ? printed : `${printed}, ${printLiteral(value)}`
  return `${printName(name)} = optional(${withDefault})`
}

/** Prints a constant as HCL on one line. */
export function printLiteral(value: Json): string {
  if (typeof value === 'string') return quote(value)
  if (isJsonList(value)) return `[${value.map(printLiteral).join(', ')}]`
  if (!isJsonObject(value)) return String(value)
  const entries = Object.entries(value).map(([key, item]) => `${printName(key)} = ${printLiteral(item)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

/** Prints a name without quotes if possible: `for` would start a for expression. */
function printName(name: string): string {
  return /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name) && name !== 'for' ? name : quote(name)
}

function quote(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[$%](?=\{)/g, (sign) => sign + sign)
  return `"${escaped}"`
}
