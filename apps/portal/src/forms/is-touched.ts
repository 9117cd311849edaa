import type { RJSFValidationError } from '@rjsf/utils'

/** True if somebody has been in the field of the error or, where a group of fields is meant, in one of the group. */
export function isTouched({ params }: RJSFValidationError, touched: ReadonlySet<string>): boolean {
  const path: readonly string[] = Array.isArray(params?.path) ? params.path : []
  const id = fieldId(path)
  return [...touched].some((other) => other === id || other.startsWith(`${id}_`))
}

/** The id that react-jsonschema-form gives to the field at a path. */
export function fieldId(path: readonly string[]): string {
  return ['root', ...path].join('_')
}
