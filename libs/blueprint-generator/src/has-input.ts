import type { Variable } from '@groundplan/terraform-module'

/** True if a form can ask for the variable: it accepts more than null. */
export function hasInput(variable: Variable): boolean {
  return !acceptsOnlyNull(variable)
}

/** True for variables that exist only to point users to a replacement. */
export function acceptsOnlyNull({ default: given, nullable, validations }: Variable): boolean {
  const refusesValues = validations.some(({ constraints }) =>
    constraints.some(({ path, not = [] }) => path === '' && not.some((rules) => rules.length === 0)),
  )
  return given?.value === null && nullable && refusesValues
}
