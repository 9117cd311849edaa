import { isJsonList, isJsonObject, type Json, type TerraformType } from '@groundplan/terraform-type'
import { findWholeExpression } from './rewrite-references.ts'

/** Values that cannot be a secret. */
export function isEmptyValue(value: Json): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)
}

/** True if the value has fixed text of its own next to its expressions. */
export function showsText(value: Json): boolean {
  if (typeof value === 'string') return /[\p{L}\p{N}]/u.test(value.replaceAll(/\{\{.*?\}\}/gs, ''))
  if (isJsonList(value)) return value.some(showsText)
  if (isJsonObject(value)) return Object.values(value).some(showsText)
  return value !== null
}

/** True if the value can have the type once its expressions are evaluated. */
export function mayAccept(type: TerraformType, value: Json): boolean {
  if (type.kind === 'any' || value === null) return true
  if (typeof value === 'string' && findWholeExpression(value) !== undefined) return true
  if (isJsonList(value)) {
    if (type.kind === 'list' || type.kind === 'set')
      return value.every((item) => mayAccept(type.element, item))
    return type.kind === 'tuple'
  }
  if (isJsonObject(value)) {
    if (type.kind === 'map') return Object.values(value).every((item) => mayAccept(type.element, item))
    return type.kind === 'object'
  }
  return type.kind === 'string' || type.kind === 'number' || type.kind === 'bool'
}
