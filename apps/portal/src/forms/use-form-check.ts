import type { RJSFSchema, RJSFValidationError, UiSchema, ValidatorType } from '@rjsf/utils'
import { useEffect, useMemo, useRef, useState } from 'react'
import { toErrorTree } from './json-schema-validator.ts'
import { isTouched } from './is-touched.ts'

/** How long people stop typing before the form tells what is not right, in milliseconds. */
const pause = 350

export interface FormCheckOptions {
  readonly schema: RJSFSchema
  readonly uiSchema: UiSchema
  readonly validator: ValidatorType
}

/**
 * Tells of a form's values what is not right: of fields that somebody has been in while people type, once they pause, and of
 * all fields from the first time that the whole form is checked and fails.
 */
export function useFormCheck({ schema, uiSchema, validator }: FormCheckOptions) {
  const [errors, setErrors] = useState<readonly RJSFValidationError[]>([])
  const touched = useRef(new Set<string>())
  const isWhole = useRef(false)
  const values = useRef<unknown>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const findErrors = () =>
    validator.validateFormData(values.current, schema, undefined, undefined, uiSchema).errors
  const checkSoon = (id: string | undefined) => {
    if (id !== undefined) touched.current.add(id)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const found = findErrors()
      setErrors(isWhole.current ? found : found.filter((error) => isTouched(error, touched.current)))
    }, pause)
  }
  return {
    errorTree: useMemo(() => toErrorTree(errors), [errors]),
    onChange(next: unknown, id: string | undefined) {
      values.current = next
      checkSoon(id)
    },
    onBlur: checkSoon,
    /** Checks everything now. */
    checkAll(next: unknown): readonly RJSFValidationError[] {
      clearTimeout(timer.current)
      values.current = next
      const found = findErrors()
      isWhole.current ||= found.length > 0
      setErrors(found)
      return found
    },
  }
}
