/**
 * What a Terraform module shows to those who call it, as plain data.
 *
 * Terms: a *module* is one directory of configuration; its *interface* is its variables and outputs; a *module call* is a
 * `module` block that uses another one. Everything keeps the order in which it is declared: files by name, blocks as written.
 */
import type { Diagnostic, SourcePosition } from '@groundplan/errors'
import type { Json, TerraformType, ValueConstraint } from '@groundplan/terraform-type'

export interface TerraformModule {
  /** Directory within its repository, with `/`; `.` is the root. */
  readonly path: string
  readonly readme: Readme
  readonly variables: readonly Variable[]
  readonly outputs: readonly Output[]
  readonly resources: readonly Resource[]
  readonly moduleCalls: readonly ModuleCall[]
  /** Version constraints on Terraform itself, e.g. `>= 1.6`. */
  readonly requiredTerraform: readonly string[]
  readonly requiredProviders: readonly RequiredProvider[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface Readme {
  /** Text of the first heading. */
  readonly title: string | undefined
  /** First paragraph of prose, on one line. */
  readonly summary: string | undefined
}

export interface Variable {
  readonly name: string
  readonly position: SourcePosition
  /** As declared; where nothing is declared, inferred from the default. */
  readonly type: TerraformType
  readonly typeDeclared: boolean
  readonly description: string | undefined
  /** No default at all (`undefined`) is not the same as the default null (`{ value: null }`). */
  readonly default: { readonly value: Json } | undefined
  readonly sensitive: boolean
  readonly nullable: boolean
  readonly ephemeral: boolean
  readonly validations: readonly Validation[]
}

export interface Validation {
  /** The condition's source text. */
  readonly condition: string
  readonly errorMessage: string
  /** What the condition says of values, if that can be said exactly; otherwise empty and only Terraform can check it. */
  readonly constraints: readonly ValueConstraint[]
}

export interface Output {
  readonly name: string
  readonly position: SourcePosition
  readonly description: string | undefined
  readonly sensitive: boolean
  readonly ephemeral: boolean
}

export interface Resource {
  readonly mode: 'managed' | 'data'
  readonly type: string
  readonly name: string
  readonly position: SourcePosition
}

export interface ModuleCall {
  readonly name: string
  /** Absent if it is not a constant. */
  readonly source: string | undefined
  readonly version: string | undefined
  readonly position: SourcePosition
}

export interface RequiredProvider {
  /** The local name, e.g. `aws`. */
  readonly name: string
  readonly source: string | undefined
  readonly version: string | undefined
}

/** True if whoever calls the module must give the variable a value. */
export function isRequired(variable: Variable): boolean {
  return variable.default === undefined
}
