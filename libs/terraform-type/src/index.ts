export { acceptsValue } from './accepts-value.ts'
export { addressRangePattern, ipv4RangePattern } from './address-range-pattern.ts'
export { parseConstraintPath, typeAtPath } from './constraint-path.ts'
export { convertValue } from './convert-value.ts'
export { ExactNumber, isSameNumber, parseNumber } from './exact-number.ts'
export { inferType } from './infer-type.ts'
export { isPattern } from './is-pattern.ts'
export { isQuickPattern } from './pattern/is-quick-pattern.ts'
export { joinRules } from './join-rules.ts'
export type { JsonSchema } from './json-schema.ts'
export { parseType } from './parse-type.ts'
export type { ParseTypeResult } from './parse-type.ts'
export { layOutType, printLiteral, printType } from './print-type.ts'
export { stringifyJson } from './stringify-json.ts'
export { normalizeTexts, textLength } from './text-length.ts'
export { isJsonList, isJsonObject } from './terraform-type.ts'
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
export type { SchemaOptions } from './to-json-schema.ts'
export type { ConstraintRules, ValueConstraint } from './value-constraint.ts'
export { seal, unseal } from './seal-numbers.ts'
export type { Sealed } from './seal-numbers.ts'
