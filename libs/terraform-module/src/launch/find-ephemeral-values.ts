import { isRequired, type TerraformModule } from '../module.ts'
import type { LaunchReason } from './launch-assessment.ts'

/** Ephemeral outputs, which Terraform allows only in child modules, and ephemeral variables that need a value. */
export function findEphemeralValues({ outputs, variables }: TerraformModule): readonly LaunchReason[] {
  return [
    ...outputs
      .filter(({ ephemeral }) => ephemeral)
      .map(({ name, position }): LaunchReason => {
        const message = `Output "${name}" is ephemeral. Terraform allows ephemeral outputs only in child modules.`
        return { rule: 'ephemeral-output', effect: 'requires', message, position }
      }),
    ...variables
      .filter((variable) => variable.ephemeral && isRequired(variable))
      .map(({ name, position }): LaunchReason => {
        const message = `Variable "${name}" is ephemeral and required. Environments do not store its value, so every plan and apply asks for it.`
        return { rule: 'ephemeral-variable', effect: 'requires', message, position }
      }),
  ]
}
