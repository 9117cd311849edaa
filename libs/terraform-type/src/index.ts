export { inferType } from './infer-type.ts'
export { parseType } from './parse-type.ts'
export type { ParseTypeResult } from './parse-type.ts'
export { layOutType, printLiteral, printType } from './print-type.ts'
export type {
  AnyType,
  CollectionType,
  Json,
  JsonObject,
  ObjectAttribute,
  ObjectType,
  PrimitiveType,
  TerraformType,
  TupleType,
} from './terraform-type.ts'
export { toJsonSchema } from './to-json-schema.ts'
export type { JsonSchema } from './to-json-schema.ts'
export { constrainSchema, parseConstraintPath, typeAtPath } from './value-constraint.ts'
export type { ConstraintRules, ValueConstraint } from './value-constraint.ts'
