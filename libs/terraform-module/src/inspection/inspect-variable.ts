import {
  acceptsValue,
  toJsonSchema,
  type JsonSchema,
  type SchemaOptions,
  type ValueConstraint,
} from '@groundplan/terraform-type'
import { isRequired, type Variable } from '../module.ts'
import type { InspectedVariable } from './module-inspection.ts'
import { notEmpty, toTypeText } from './print-parts.ts'

export function inspectVariable(variable: Variable): InspectedVariable {
  const { name, position, nullable, ephemeral, validations } = variable
  return {
    name,
    type: toTypeText(variable.typeExpression),
    description: notEmpty(variable.description),
    default: variable.default?.value ?? null,
    required: isRequired(variable),
    sensitive: variable.sensitive || undefined,
    deprecated: notEmpty(variable.deprecated),
    pos: { filename: position.file, line: position.line ?? 1 },
    nullable,
    ephemeral,
    validations: validations.map(({ condition, errorMessage, constraints }) => ({
      condition,
      error_message: errorMessage,
      constraint: constraints.length > 0,
    })),
    json_schema: schemaOf(variable),
  }
}

function schemaOf(variable: Variable): JsonSchema {
  const { type, description, default: fallback, sensitive } = variable
  return {
    ...toJsonSchema(type, optionsOf(variable)),
    ...(description === undefined || description === '' ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback.value }),
    ...(sensitive ? { writeOnly: true } : {}),
  }
}

/**
 * Where null is not a value it means the default: it may be given if the default may. Then no rule can ask for more, as the
 * value never is null.
 */
function optionsOf({ type, nullable, default: fallback, validations }: Variable): SchemaOptions {
  const constraints = validations.flatMap((validation) => validation.constraints)
  if (nullable) return { constraints }
  if (fallback === undefined) return { constraints, null: false }
  // Terraform refuses null as a default here, so this one is computed.
  const isRight = fallback.value === null || acceptsValue(type, fallback.value, { constraints, null: false })
  return isRight ? { constraints: constraints.map(withoutNotNull) } : { constraints, null: false }
}

function withoutNotNull(constraint: ValueConstraint): ValueConstraint {
  if (constraint.path !== '') return constraint
  const { notNull: _, ...rules } = constraint
  return rules
}
