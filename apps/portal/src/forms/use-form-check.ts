import type { RJSFSchema, RJSFValidationError, UiSchema } from '@rjsf/utils'
import { useEffect, useRef, useState } from 'react'
import type { CheckAnswer, UncheckedInput } from './check/check-form.ts'
import { FormChecker, openCheckWorker } from './check/form-checker.ts'
import { isTouched } from './is-touched.ts'

/** How long people stop typing before the form tells what is not right, in milliseconds. */
const pause = 350

export interface FormCheckOptions {
  readonly schema: RJSFSchema
  readonly uiSchema: UiSchema
}

/**
 * Tells of a form's values what is not right: of fields that somebody has been in while people type, once they pause, and of
 * all fields from the first time that the whole form is checked and fails. It checks in a worker, so the page never waits.
 */
export function useFormCheck({ schema, uiSchema }: FormCheckOptions) {
  const [checker] = useState(() => new FormChecker(openCheckWorker))
  const [errors, setErrors] = useState<readonly RJSFValidationError[]>([])
  const [unchecked, setUnchecked] = useState<readonly UncheckedInput[]>()
  const touched = useRef(new Set<string>())
  const isWhole = useRef(false)
  const values = useRef<unknown>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isMounted = useRef(false)

  const findErrors = async (): Promise<readonly RJSFValidationError[] | undefined> => {
    const checked = values.current
    const result = await checker.check({ schema, uiSchema, values: checked })
    if (result.kind === 'superseded' || checked !== values.current) return undefined
    const { errors: found, unchecked: left }: CheckAnswer = result.answer ?? { errors: [], unchecked: [] }
    setUnchecked(result.kind === 'partial' ? left : undefined)
    return found
  }
  const checkNow = async () => {
    const found = await findErrors()
    if (found === undefined) return
    setErrors(isWhole.current ? found : found.filter((error) => isTouched(error, touched.current)))
  }
  const checkSoon = (id: string | undefined) => {
    if (id !== undefined) touched.current.add(id)
    clearTimeout(timer.current)
    // The form reports its defaults while it is rendered for the first time, which React may give up and do again.
    if (isMounted.current) timer.current = setTimeout(() => void checkNow(), pause)
  }
  const first = useRef(checkSoon)
  useEffect(() => {
    isMounted.current = true
    if (values.current !== undefined) first.current(undefined)
    return () => {
      isMounted.current = false
      clearTimeout(timer.current)
      checker.close()
    }
  }, [checker])
  return {
    errors,
    /** Present if rules could not be checked in time; empty if none could. */
    unchecked,
    onChange(next: unknown, id: string | undefined) {
      values.current = next
      checkSoon(id)
    },
    onBlur: checkSoon,
    /** Checks everything now. Gives undefined if the values change, or another check begins, before it is done. */
    async checkAll(next: unknown): Promise<readonly RJSFValidationError[] | undefined> {
      clearTimeout(timer.current)
      values.current = next
      const found = await findErrors()
      if (found === undefined) return undefined
      isWhole.current ||= found.length > 0
      setErrors(found)
      return found
    },
  }
}
