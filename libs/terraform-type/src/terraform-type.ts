/**
 * Terraform's type constraints as data.
 *
 * Terms: a *primitive* is string, number or bool; *any* is a placeholder that Terraform fills in; a *collection* (list, set,
 * map) has elements of one type; a *structure* (tuple, object) has a type for each element or attribute.
 * Source: https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
import { ExactNumber } from './exact-number.ts'

export type TerraformType = PrimitiveType | AnyType | CollectionType | TupleType | ObjectType

export interface PrimitiveType {
  readonly kind: 'string' | 'number' | 'bool'
}

export interface AnyType {
  readonly kind: 'any'
}

export interface CollectionType {
  readonly kind: 'list' | 'set' | 'map'
  readonly element: TerraformType
}

export interface TupleType {
  readonly kind: 'tuple'
  readonly elements: readonly TerraformType[]
}

export interface ObjectType {
  readonly kind: 'object'
  /** In declared order. */
  readonly attributes: readonly ObjectAttribute[]
}

export interface ObjectAttribute {
  readonly name: string
  readonly type: TerraformType
  /** True if written `optional(…)`. */
  readonly optional: boolean
  /** The second argument of `optional(type, default)`; absent and `null` mean the same to Terraform. */
  readonly default?: Json
}

/** Any JSON value; numbers keep all their digits. */
export type Json = string | number | ExactNumber | boolean | null | readonly Json[] | JsonObject

export interface JsonObject {
  readonly [key: string]: Json
}

/** True for a plain object: not a list, and not an exact number. */
export function isJsonObject(value: Json): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  )
}

/** True for a list; `Array.isArray` does not tell read-only lists from the rest. */
export function isJsonList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
