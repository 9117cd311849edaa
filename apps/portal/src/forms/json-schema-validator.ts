import {
  createErrorHandler,
  ErrorSchemaBuilder,
  getDefaultFormState,
  unwrapErrorHandler,
  validationDataMerge,
  type ErrorSchema,
  type RJSFSchema,
  type RJSFValidationError,
  type ValidationData,
  type ValidatorType,
} from '@rjsf/utils'
import { toFormErrors } from './to-form-error.ts'
import { validateValues } from './validate-values.ts'

/**
 * Checks forms by interpreting their schema (draft-07). The usual validator compiles schemas to code, which the server's
 * content security policy forbids. The form asks it while the page waits, so it leaves out patterns that may take long.
 */
export function createJsonSchemaValidator<Values = unknown>(): ValidatorType<Values> {
  const validator: ValidatorType<Values> = {
    validateFormData(values, schema, customValidate, transformErrors, uiSchema) {
      const found = toFormErrors(validateValues(schema, values, 'quick'), schema, uiSchema)
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
      return validateValues(complete, values, 'quick').length === 0
    },
    rawValidation: <Result>(schema: RJSFSchema, values?: Values) => ({
      errors: [...validateValues(schema, values, 'quick')] as Result[],
    }),
  }
  return validator
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
