import type { RJSFSchema, RJSFValidationError, UiSchema } from '@rjsf/utils'
import { fieldLabel, toFormErrors } from '../to-form-error.ts'
import { slowPatterns, type PatternChoice } from '../usable-schema.ts'
import { validateValues } from '../validate-values.ts'

export interface CheckRequest {
  readonly schema: RJSFSchema
  readonly uiSchema: UiSchema
  readonly values: unknown
}

/** Rules that nobody has checked the value of an input against. */
export interface UncheckedInput {
  /** The input's label in the form. */
  readonly label: string
  readonly patterns: readonly string[]
}

export interface CheckAnswer {
  readonly errors: readonly RJSFValidationError[]
  readonly unchecked: readonly UncheckedInput[]
}

/**
 * Checks a form's values: first against every rule that is quick to check, then, where some are left, against all. Each
 * answer replaces the one before.
 */
export function* checkForm(request: CheckRequest): Generator<CheckAnswer, void> {
  const { schema, values } = request
  const unchecked = Object.entries(schema.properties ?? {}).flatMap(([name, input]) => {
    const patterns = slowPatterns(input, valueOf(values, name))
    const isEmpty = valueOf(values, name) === undefined
    return patterns.length === 0 || isEmpty ? [] : [{ label: fieldLabel(schema, [name]), patterns }]
  })
  yield { errors: findErrors(request, 'quick'), unchecked }
  if (unchecked.length > 0) yield { errors: findErrors(request, 'all'), unchecked: [] }
}

function findErrors({ schema, uiSchema, values }: CheckRequest, patterns: PatternChoice) {
  return toFormErrors(validateValues(schema, values, patterns), schema, uiSchema)
}

function valueOf(values: unknown, name: string): unknown {
  if (typeof values !== 'object' || values === null || !Object.hasOwn(values, name)) return undefined
  return (values as Readonly<Record<string, unknown>>)[name]
}
