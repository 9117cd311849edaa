import {
  createErrorHandler,
  ErrorSchemaBuilder,
  getDefaultFormState,
  unwrapErrorHandler,
  validationDataMerge,
  type ErrorSchema,
  type RJSFSchema,
  type RJSFValidationError,
  type UiSchema,
  type ValidationData,
  type ValidatorType,
} from '@rjsf/utils'
import { childSchema } from './child-schema.ts'
import { describeViolation } from './describe-violation.ts'
import { humanLabel } from './human-label.ts'
import { validateValues, type SchemaViolation } from './validate-values.ts'

/**
 * Checks forms by interpreting their schema (draft-07). The usual validator compiles schemas to code, which the server's
 * content security policy forbids.
 */
export function createJsonSchemaValidator<Values = unknown>(): ValidatorType<Values> {
  const validator: ValidatorType<Values> = {
    validateFormData(values, schema, customValidate, transformErrors, uiSchema) {
      const found = validateValues(schema, values).map((violation) =>
        toFormError(violation, schema, uiSchema),
      )
      const errors = transformErrors === undefined ? found : transformErrors(found, uiSchema)
      const result: ValidationData<Values> = { errors, errorSchema: toErrorTree(errors) }
      if (typeof customValidate !== 'function') return result
      const complete = getDefaultFormState(validator, schema, values, schema, true) as Values
      const handler = customValidate(
        complete,
        createErrorHandler<Values>(complete),
        uiSchema,
        result.errorSchema,
      )
      return validationDataMerge(result, unwrapErrorHandler(handler))
    },
    isValid({ $id: _, ...schema }, values, rootSchema) {
      // Alternatives come with an id of their own, under which the definitions would not be found.
      const { definitions, $defs } = rootSchema
      const complete = { ...(definitions && { definitions }), ...($defs && { $defs }), ...schema }
      return validateValues(complete, values).length === 0
    },
    rawValidation: <Result>(schema: RJSFSchema, values?: Values) => ({
      errors: [...validateValues(schema, values)] as Result[],
    }),
  }
  return validator
}

/** The label of the field at a path, as people see it in the form. */
function fieldLabel(schema: RJSFSchema, path: readonly string[]): string {
  const labels: string[] = []
  let parent: unknown = schema
  for (const part of path) {
    const current = childSchema(parent, part)
    labels.push(titleOf(current) ?? labelWithin(parent, part))
    parent = current
  }
  return labels.join(' › ')
}

function titleOf(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null || !('title' in schema)) return undefined
  return typeof schema.title === 'string' && schema.title !== '' ? schema.title : undefined
}

function labelWithin(parent: unknown, part: string): string {
  if (typeof parent !== 'object' || parent === null) return part
  if ('items' in parent && /^\d+$/.test(part)) return `item ${Number(part) + 1}`
  const { properties = {} } = parent as RJSFSchema
  // Keys of a map are people's own.
  return Object.hasOwn(properties, part) ? humanLabel(part) : part
}

function toFormError(
  violation: SchemaViolation,
  schema: RJSFSchema,
  uiSchema?: UiSchema,
): RJSFValidationError {
  const { path, keyword, limit } = violation
  const message = ownMessage(violation, uiSchema) ?? describeViolation(violation)
  const label = fieldLabel(schema, path)
  return {
    name: keyword,
    message,
    params: { limit, path },
    property: path.map((part) => `['${part.replaceAll("'", "\\'")}']`).join(''),
    stack: label === '' ? message : `${label}: ${message}`,
  }
}

// The author of an input says better than a pattern, or than alternatives, what is wanted.
function ownMessage({ path, keyword }: SchemaViolation, uiSchema?: UiSchema): string | undefined {
  const [input] = path
  if (
    !(keyword === 'pattern' || keyword === 'not') ||
    input === undefined ||
    uiSchema === undefined ||
    !Object.hasOwn(uiSchema, input)
  ) {
    return undefined
  }
  const help: unknown = uiSchema[input]?.['ui:help']
  return typeof help === 'string' && help.trim() !== '' ? help.trim() : undefined
}

/** The errors as the form takes them: at the place of each. */
export function toErrorTree<Values>(errors: readonly RJSFValidationError[]): ErrorSchema<Values> {
  const builder = new ErrorSchemaBuilder<Values>()
  for (const { message, params } of errors) {
    const path: readonly string[] = Array.isArray(params?.path) ? params.path : []
    if (message !== undefined) builder.addErrors(message, [...path])
  }
  return builder.ErrorSchema
}
