import { ExactNumber } from './exact-number.ts'
import { printType } from './print-type.ts'
import { isJsonList, type Json, type TerraformType } from './terraform-type.ts'

/**
 * The type that a variable without a type has by its default: Terraform leaves it open (any), but a form field wants the
 * most useful reading of the value. Elements of one type give a collection; mixed or empty ones `any`.
 */
export function inferType(value: Json): TerraformType {
  if (typeof value === 'string') return { kind: 'string' }
  if (typeof value === 'number' || value instanceof ExactNumber) return { kind: 'number' }
  if (typeof value === 'boolean') return { kind: 'bool' }
  if (value === null) return { kind: 'any' }
  if (isJsonList(value)) return { kind: 'list', element: commonType(value) }
  return { kind: 'map', element: commonType(Object.values(value)) }
}

function commonType(values: readonly Json[]): TerraformType {
  const types = values.map(inferType)
  const [first] = types
  if (first === undefined) return { kind: 'any' }
  const printed = printType(first)
  return types.every((type) => printType(type) === printed) ? first : { kind: 'any' }
}
