import type { BlueprintInput } from '@groundplan/blueprint'
import type { Diagnostic } from '@groundplan/errors'
import type { TerraformModule } from '@groundplan/terraform-module'

type Variable = TerraformModule['variables'][number]

/**
 * The field for a variable of the root module. A default that the blueprint must not or cannot show makes the field required:
 * left empty, it would not be the root module's value.
 */
export function describeField(
  variable: Variable,
  { sensitive, default: shown, optional, ...rest }: BlueprintInput,
  fillsSecret: boolean,
): { readonly definition: BlueprintInput; readonly diagnostics: readonly Diagnostic[] } {
  const { name, position } = variable
  const isSecret = sensitive === true || fillsSecret
  const hasDefault = variable.default !== undefined && variable.default.value !== null
  const isShown = shown !== undefined && !(isSecret && shown !== '')
  const definition: BlueprintInput = {
    ...rest,
    ...(isShown ? { default: shown } : optional === true && !hasDefault ? { optional } : {}),
    ...(isSecret ? { sensitive: true } : {}),
  }
  const diagnostics: Diagnostic[] = []
  if (hasDefault && !isShown) {
    const reason = isSecret
      ? 'it is a secret, which the blueprint would show'
      : 'only Terraform can evaluate it'
    const message = `The default of variable "${name}" cannot be carried over, because ${reason}. The field is required instead.`
    diagnostics.push({ severity: 'warning', rule: 'root-default', ...position, message })
  }
  for (const validation of variable.validations) {
    if (validation.constraints.length > 0) continue
    const message = `A validation of variable "${name}" cannot be carried over, because only Terraform can evaluate it.`
    const hint = 'Move the validation into the called module, or launch the root module as a single grain.'
    diagnostics.push({ severity: 'error', rule: 'root-validation', ...validation.position, message, hint })
  }
  return { definition, diagnostics }
}
