import type { SourceFile } from '@groundplan/terraform-module'
import type { Json } from '@groundplan/terraform-type'
import type { TerraformTool } from '../terraform-program.ts'

/** Values of a form for the variables of one module. */
export interface InputCheckRequest {
  readonly tool: TerraformTool
  readonly version?: string | undefined
  readonly module: CheckedModule
  /** By variable. One that is missing or null has the module's default, or is not filled in yet: it is not a problem. */
  readonly values: Readonly<Record<string, Json>>
}

export interface CheckedModule {
  /** The same for the same files, e.g. the commit and the path. */
  readonly key: string
  /** The files of the module's directory; asked for once per key. */
  readonly readFiles: () => Promise<readonly SourceFile[]>
}

export type InputCheck =
  | {
      readonly kind: 'checked'
      readonly problems: readonly InputProblem[]
      /** Variables with rules that only a plan can check, because they need more than the variables. */
      readonly unchecked: readonly string[]
    }
  /** There is no suitable Terraform on this machine, or the module cannot be checked. */
  | { readonly kind: 'unavailable'; readonly reason: string }

export interface InputProblem {
  /** The variable that the value is for; absent if Terraform does not say. */
  readonly variable?: string
  /** The module's own message where it is a validation rule. */
  readonly message: string
}

/** Port: has Terraform itself check values, without providers, state or network. */
export interface InputChecker {
  check(request: InputCheckRequest, signal?: AbortSignal): Promise<InputCheck>
}
