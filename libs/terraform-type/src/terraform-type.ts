/**
 * Terraform's type constraints as data.
 *
 * Terms: a *primitive* is string, number or bool; *any* is a placeholder that Terraform fills in; a *collection* (list, set,
 * map) has elements of one type; a *structure* (tuple, object) has a type for each element or attribute.
 * Source: https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
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

/** Any value that JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

export interface JsonObject {
  readonly [key: string]: Json
}
