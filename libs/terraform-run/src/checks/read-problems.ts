import type { TerraformDiagnostic } from '../events/terraform-event.ts'
import type { InputProblem } from './input-checker.ts'
import type { CheckModule } from './print-check-module.ts'

/** Terraform ends the message of a rule with the place of the rule. */
const ruleEnd = /\n\nThis was checked by the validation rule at (\S+?):\d+[\s\S]*$/
const declaration = /\bdeclared at (\S+?):\d+,[\d,-]+(?::\d+)?/

/** The errors of a check, each with its variable. Those of rules are in the module's own words. */
export function readProblems(
  diagnostics: readonly TerraformDiagnostic[],
  { variables }: Pick<CheckModule, 'variables'>,
): readonly InputProblem[] {
  const problems = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ summary, detail, place }): InputProblem => {
      const [end = '', file] = ruleEnd.exec(detail) ?? []
      const variable = variables.get(file ?? declaration.exec(detail)?.[1] ?? place?.file ?? '')
      const message = file === undefined ? explain(summary, detail) : detail.slice(0, -end.length).trim()
      return variable === undefined ? { message } : { variable, message }
    })
  return problems.filter(
    (problem, index) =>
      problems.findIndex(
        ({ variable, message }) => variable === problem.variable && message === problem.message,
      ) === index,
  )
}

/** Without the name and the place of the variable, which the form shows. */
function explain(summary: string, detail: string): string {
  const [, reason] =
    /^The given value is not suitable for var\.\S+ declared at \S+: ([\s\S]*)$/.exec(detail) ?? []
  const text = reason ?? (detail.trim() === '' ? summary : detail)
  const sentence = text.replace(/\s+/g, ' ').trim()
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
