import type { JsonObject } from '@groundplan/terraform-type'
import type { RJSFSchema, RJSFValidationError } from '@rjsf/utils'
import { useEffect, useRef, useState } from 'react'
import { toValueErrors, type ValueFindings } from './to-value-errors.ts'

/** Asks the modules behind a form about values, as far as it is filled in. */
export type CheckValues = (values: JsonObject, signal: AbortSignal) => Promise<ValueFindings>

/** How long people stop typing before the modules are asked, in milliseconds. */
const pause = 500

/** After how long the modules are asked again if nobody answered, in milliseconds. */
const retryPause = 5000

/** How long somebody who sends the form waits for the modules at most, in milliseconds: the plan checks the same. */
const patience = 4000

export interface ValueCheckOptions {
  /** Absent: nobody is asked. */
  readonly check: CheckValues | undefined
  readonly schema: RJSFSchema
  /** The values as they would be sent. */
  readonly toValues: (formData: unknown) => JsonObject
}

const nothing: ValueFindings = { problems: [], unchecked: [] }

/** Tells what the modules themselves say about the values of a form while people type, once they pause. */
export function useValueCheck({ check, schema, toValues }: ValueCheckOptions) {
  const [findings, setFindings] = useState(nothing)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const asking = useRef<AbortController>(undefined)
  const stop = () => {
    clearTimeout(timer.current)
    asking.current?.abort()
  }
  useEffect(() => stop, [])

  /** `undefined` if the values have changed since. What cannot be asked has no findings. */
  const ask = async (formData: unknown): Promise<ValueFindings | undefined> => {
    stop()
    if (check === undefined) return nothing
    const { signal } = (asking.current = new AbortController())
    const found = await check(toValues(formData), signal).catch(() => undefined)
    if (signal.aborted) return undefined
    if (found === undefined) timer.current = setTimeout(() => void ask(formData), retryPause)
    setFindings(found ?? nothing)
    return found ?? nothing
  }
  return {
    findings,
    /** `id`: of the field that somebody has changed; absent while the form fills in its defaults. */
    onChange(formData: unknown, id: string | undefined) {
      if (id === undefined || check === undefined) return
      stop()
      timer.current = setTimeout(() => void ask(formData), pause)
    },
    /** Asks now. Gives `undefined` if the values change before there is an answer, and nothing if it does not come soon. */
    async checkAll(formData: unknown): Promise<readonly RJSFValidationError[] | undefined> {
      const late = new Promise<ValueFindings>((resolve) => setTimeout(resolve, patience, nothing))
      const found = await Promise.race([ask(formData), late])
      return found && toValueErrors(found, schema)
    },
  }
}
