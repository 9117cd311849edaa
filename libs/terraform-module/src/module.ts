/**
 * The interface of a Terraform module, as plain data.
 *
 * Terms: a *module* is one directory of configuration; its *interface* is its variables and outputs; a *module call* is a
 * `module` block that uses another one; an *expression* is source text in Terraform's native syntax, e.g. `aws_vpc.this.id`.
 * Everything keeps the order in which it is declared: files by name, blocks as written.
 */
import type { Diagnostic, SourcePosition } from '@groundplan/errors'
import type { ModuleFault } from './module-fault.ts'
import type { Json, TerraformType, ValueConstraint } from '@groundplan/terraform-type'

export interface TerraformModule {
  /** Directory within its repository, with `/`; `.` is the root. */
  readonly path: string
  /** The program that can read the module: OpenTofu if it has `.tofu` files or blocks that only OpenTofu supports. */
  readonly dialect: 'terraform' | 'opentofu'
  readonly readme: Readme
  readonly variables: readonly Variable[]
  readonly outputs: readonly Output[]
  readonly locals: readonly Local[]
  /** Managed, data and ephemeral resources. */
  readonly resources: readonly Resource[]
  /** What variables are for, as far as the resources' arguments tell. */
  readonly uses: readonly VariableUse[]
  readonly moduleCalls: readonly ModuleCall[]
  /** Version constraints on Terraform itself, e.g. `>= 1.6`. */
  readonly requiredTerraform: readonly string[]
  /** Those of the modules that it calls, where they are known. */
  readonly calledTerraform: readonly string[]
  /** Names, as here, of the providers whose configuration without an alias those modules take over, where they are known. */
  readonly calledProviders: readonly string[]
  /** The versions of Terraform that may run it, e.g. `>= 1.5, < 1.12`; all that exist if absent. Not part of the module. */
  readonly allowedTerraform?: string | undefined
  /** References to outputs of called modules, each once. */
  readonly moduleOutputs: readonly ModuleOutputReference[]
  /** One for each provider that is required by name; those that resources imply are not among them. */
  readonly requiredProviders: readonly RequiredProvider[]
  readonly providerConfigurations: readonly ProviderConfiguration[]
  /** Where the module keeps its state. Only root modules set this. */
  readonly backend: Backend | undefined
  /** Paths of files that Terraform takes values from by itself: `terraform.tfvars`, `*.auto.tfvars` and the same in JSON. */
  readonly valueFiles: readonly string[]
  /** `moved`, `import`, `removed` and `check` blocks. */
  readonly refactorings: readonly Refactoring[]
  readonly checks: readonly Check[]
  /** What Terraform rejects although the module can be read. */
  readonly faults: readonly ModuleFault[]
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
  /** As declared, or inferred from the default. */
  readonly type: TerraformType
  readonly typeDeclared: boolean
  /** The type's source text, as declared. */
  readonly typeExpression: string | undefined
  readonly description: string | undefined
  /** No default at all (`undefined`) is not the same as the default null (`{ value: null }`). */
  readonly default: { readonly value: Json } | undefined
  readonly sensitive: boolean
  /** False if null, given by a caller, means the default. */
  readonly nullable: boolean
  readonly ephemeral: boolean
  /** True if its value must be known before planning (Terraform 1.15). */
  readonly const: boolean
  /** For a deprecated variable, what to use instead. */
  readonly deprecated: string | undefined
  readonly validations: readonly Validation[]
}

/** A condition with its error message. */
export interface Condition {
  readonly position: SourcePosition
  readonly condition: string
  readonly errorMessage: string
}

export interface Validation extends Condition {
  /** Constraints equivalent to the condition. Empty if there are none; then only Terraform can check it. */
  readonly constraints: readonly ValueConstraint[]
}

export interface Output {
  readonly name: string
  readonly position: SourcePosition
  readonly description: string | undefined
  /** The value's expression; absent if the block has none. */
  readonly value: string | undefined
  /** What the value refers to, without duplicates: `aws_vpc.this.id`, `module.db.endpoint`, `local.name`, `var.region`. */
  readonly references: readonly string[]
  readonly typeExpression: string | undefined
  readonly sensitive: boolean
  readonly ephemeral: boolean
  readonly deprecated: string | undefined
  readonly preconditions: readonly Condition[]
}

export interface Local {
  readonly name: string
  readonly position: SourcePosition
  readonly references: readonly string[]
}

export interface Resource {
  readonly mode: 'managed' | 'data' | 'ephemeral'
  readonly type: string
  readonly name: string
  readonly provider: ProviderReference
  readonly position: SourcePosition
}

/** A value of a variable becomes the argument of a resource, e.g. `subnet_ids` of an `aws_db_subnet_group`. */
export interface VariableUse {
  readonly variable: string
  /** The resource's type. */
  readonly resource: string
  readonly argument: string
}

/** A provider by its local name and, if it has several configurations, the alias of one. */
export interface ProviderReference {
  readonly name: string
  readonly alias: string | undefined
}

export interface ModuleCall {
  readonly name: string
  /** Absent if it is not a constant. */
  readonly source: string | undefined
  readonly version: string | undefined
  /** True if it has `count`, `for_each` or `depends_on`. */
  readonly isRepeated: boolean
  /** Provider configurations that it passes: `to` as the called module names it, `from` as the caller does. */
  readonly providers: readonly { readonly to: string; readonly from: string }[]
  /** The arguments for the module's variables. */
  readonly arguments: readonly ModuleArgument[]
  readonly position: SourcePosition
}

export interface ModuleOutputReference {
  /** Name of the module call. */
  readonly module: string
  readonly output: string
  readonly position: SourcePosition
}

export interface ModuleArgument {
  readonly name: string
  readonly expression: string
  readonly references: readonly string[]
}

export interface RequiredProvider {
  /** The local name, e.g. `aws`. */
  readonly name: string
  readonly source: string | undefined
  readonly version: string | undefined
  /** Configurations that a caller must pass in, e.g. `aws.replica`. */
  readonly configurationAliases: readonly ProviderReference[]
}

/** A `provider` block. */
export interface ProviderConfiguration extends ProviderReference {
  /** Names of all arguments and nested blocks. */
  readonly argumentNames: readonly string[]
  /** Before Terraform 0.13 the version was required here. */
  readonly version: string | undefined
  readonly position: SourcePosition
}

export interface Backend {
  /** The backend's type, e.g. `s3`; `cloud` for HCP Terraform. */
  readonly type: string
  readonly position: SourcePosition
}

/** A refactoring block (`moved`, `removed`, `import`); addresses as source text. */
export interface Refactoring {
  readonly kind: 'moved' | 'import' | 'removed'
  readonly from: string | undefined
  readonly to: string | undefined
  readonly position: SourcePosition
}

export interface Check {
  readonly name: string
  readonly assertions: readonly Condition[]
  readonly position: SourcePosition
}

/** True if callers must set the variable. */
export function isRequired(variable: Variable): boolean {
  return variable.default === undefined
}
