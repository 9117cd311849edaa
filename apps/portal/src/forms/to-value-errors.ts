import { visibleText } from '@groundplan/errors'
import type { RJSFSchema, RJSFValidationError } from '@rjsf/utils'
import { fieldLabel } from './to-form-error.ts'

/** What the modules behind a form say about its values. */
export interface ValueFindings {
  /** In the modules' own words; `input` is absent if they do not say which one is meant. */
  readonly problems: readonly { readonly input?: string | undefined; readonly message: string }[]
  /** Inputs with rules that only a plan can check. */
  readonly unchecked: readonly string[]
  /** Why values could not be checked; absent: they were. */
  readonly unavailable?: string | undefined
}

/** The findings as the form takes them: at the field of each that is in the form. */
export function toValueErrors(
  { problems }: Pick<ValueFindings, 'problems'>,
  schema: RJSFSchema,
): readonly RJSFValidationError[] {
  return problems.map(({ input, message: text }) => {
    const message = visibleText(text, { lines: true })
    const isField = input !== undefined && Object.hasOwn(schema.properties ?? {}, input)
    const path = isField ? [input] : []
    const label = isField ? fieldLabel(schema, path) : (input ?? '')
    return {
      ...{ name: 'module', message, params: { path } },
      property: path.map((part) => `['${part.replaceAll("'", "\\'")}']`).join(''),
      stack: label === '' ? message : `${visibleText(label, { lines: false })}: ${message}`,
    }
  })
}

/** Errors of the form's own rules, and of the modules where those found nothing. */
export function mergeErrors(
  own: readonly RJSFValidationError[],
  ofModules: readonly RJSFValidationError[],
): readonly RJSFValidationError[] {
  const known = new Set(own.map(inputOf))
  return [...own, ...ofModules.filter((error) => !known.has(inputOf(error)))]
}

function inputOf({ params }: RJSFValidationError): unknown {
  return Array.isArray(params?.path) ? params.path[0] : undefined
}
