import type { JsonObject } from '@groundplan/terraform-type'
import type { RJSFSchema, RJSFValidationError } from '@rjsf/utils'
import { useEffect, useState } from 'react'
import { toValueErrors, type ValueFindings } from './to-value-errors.ts'
import { noFindings, ValueQuestions, type ValueQuestion } from './value-questions.ts'

/** Asks the modules behind a form about values, as far as it is filled in. */
export type CheckValues = (values: JsonObject, signal: AbortSignal) => Promise<ValueFindings>

/** How long somebody who sends the form waits for the modules at most, in milliseconds: the plan checks the same. */
const patience = 4000

export interface ValueCheckOptions {
  /** Absent: nobody is asked. */
  readonly check: CheckValues | undefined
  readonly schema: RJSFSchema
  /** The values as they would be sent. */
  readonly toValues: (formData: unknown) => JsonObject
}

/** Tells what the modules themselves say about the values of a form while people type, once they pause. */
export function useValueCheck({ check, schema, toValues }: ValueCheckOptions) {
  const [findings, setFindings] = useState(noFindings)
  const [questions] = useState(() => new ValueQuestions(setFindings))
  useEffect(() => () => questions.stop(), [questions])

  const questionOf = (formData: unknown, ask: CheckValues): ValueQuestion => {
    return (signal) => ask(toValues(formData), signal)
  }
  return {
    findings,
    /** `id`: of the field that somebody has changed; absent while the form fills in its defaults. */
    onChange(formData: unknown, id: string | undefined) {
      if (id !== undefined && check !== undefined) questions.askSoon(questionOf(formData, check))
    },
    /** Asks now. Gives `undefined` if the values change before there is an answer, and nothing if it does not come soon. */
    async checkAll(formData: unknown): Promise<readonly RJSFValidationError[] | undefined> {
      if (check === undefined) return []
      const late = new Promise<ValueFindings>((resolve) => setTimeout(resolve, patience, noFindings))
      const found = await Promise.race([questions.ask(questionOf(formData, check)), late])
      return found && toValueErrors(found, schema)
    },
  }
}
