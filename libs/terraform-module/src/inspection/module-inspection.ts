/**
 * What `groundplan module inspect --json` prints of a module.
 *
 * Names, shapes and what is left out are those of HashiCorp's `terraform-config-inspect --json`, so that its users can switch;
 * keys of the maps are sorted. Added are `nullable`, `ephemeral`, `validations` and `json_schema` of variables, the `type` of
 * outputs, `ephemeral_resources` and `launch`. Where it differs on purpose:
 *
 * - Override files are merged into what they override; terraform-config-inspect replaces the whole variable or output.
 * - Of two declarations of one name the first counts and the second is a diagnostic; there the last counts silently.
 * - A default is the value that the variable takes: converted to the declared type, e.g. `"5"` is 5 for a number.
 * - Numbers keep every digit; print them with `stringifyJson`.
 * - A file with a syntax error is read as far as it can be; there, the whole module is read again in the syntax of
 *   Terraform 0.11, and the error is gone if that works.
 * - OpenTofu's `.tofu` files count; files of stacks (`.tfcomponent.hcl`, `.tfstack.hcl`) do not.
 * - Types in the form `"${list(string)}"` are unwrapped in JSON syntax too; `"string"` is `string` everywhere.
 * - What must be constant and is not (a module's source, a description) is empty and not an error: newer versions of
 *   Terraform and OpenTofu allow it.
 *
 * Source: https://github.com/hashicorp/terraform-config-inspect
 */
import type { Json, JsonSchema } from '@groundplan/terraform-type'

export interface ModuleInspection {
  readonly path: string
  readonly variables: Named<InspectedVariable>
  readonly outputs: Named<InspectedOutput>
  /** Version constraints on Terraform itself. */
  readonly required_core?: readonly string[] | undefined
  /** By local name; those that are implied by provider blocks and resources are among them. */
  readonly required_providers: Named<InspectedRequirement>
  /** By local name, or `name.alias`. */
  readonly provider_configs?: Named<InspectedProvider> | undefined
  /** By address, e.g. `aws_vpc.this`. */
  readonly managed_resources: Named<InspectedResource>
  /** By address, e.g. `data.aws_ami.linux`. */
  readonly data_resources: Named<InspectedResource>
  /** By address, e.g. `ephemeral.random_password.db`. */
  readonly ephemeral_resources?: Named<InspectedResource> | undefined
  readonly module_calls: Named<InspectedModuleCall>
  /** Whether the module can be launched by itself. */
  readonly launch: InspectedLaunch
  readonly diagnostics?: readonly InspectedDiagnostic[] | undefined
}

export interface InspectedLaunch {
  readonly verdict: 'launchable' | 'needs-settings' | 'not-launchable'
  readonly kind: 'root' | 'reusable'
  /** The gravest first. */
  readonly reasons: readonly {
    readonly rule: string
    readonly effect: 'prevents' | 'requires' | 'mentions'
    readonly message: string
    readonly pos?: InspectedPosition | undefined
  }[]
}

/** Sorted by key. Keys whose value is `undefined` are left out in JSON. */
export type Named<Value> = Readonly<Record<string, Value>>

export interface InspectedVariable {
  readonly name: string
  /** Source text. */
  readonly type?: string | undefined
  readonly description?: string | undefined
  /** Null if there is no default; see `required`. */
  readonly default: Json
  readonly required: boolean
  readonly sensitive?: true | undefined
  readonly deprecated?: string | undefined
  readonly pos: InspectedPosition
  /** False if null, given by a caller, means the default. */
  readonly nullable: boolean
  readonly ephemeral: boolean
  readonly validations: readonly InspectedValidation[]
  /** Draft-07: the values that callers may give, as far as JSON Schema can tell. */
  readonly json_schema: JsonSchema
}

export interface InspectedValidation {
  /** Source text. */
  readonly condition: string
  readonly error_message: string
  /** True if the schema is equivalent to the condition; otherwise only Terraform can check it. */
  readonly constraint: boolean
}

export interface InspectedOutput {
  readonly name: string
  readonly description?: string | undefined
  readonly sensitive?: true | undefined
  readonly deprecated?: string | undefined
  readonly pos: InspectedPosition
  /** Source text. */
  readonly type?: string | undefined
}

export interface InspectedRequirement {
  readonly source?: string | undefined
  /** Of every place that requires the provider; all of them apply. */
  readonly version_constraints?: readonly string[] | undefined
  readonly aliases?: readonly InspectedProvider[] | undefined
}

export interface InspectedProvider {
  readonly name: string
  readonly alias?: string | undefined
}

export interface InspectedResource {
  readonly mode: 'managed' | 'data' | 'ephemeral'
  readonly type: string
  readonly name: string
  readonly provider: InspectedProvider
  readonly pos: InspectedPosition
}

export interface InspectedModuleCall {
  readonly name: string
  /** Empty if it is not a constant. */
  readonly source: string
  readonly version?: string | undefined
  readonly pos: InspectedPosition
}

export interface InspectedDiagnostic {
  readonly severity: 'error' | 'warning'
  readonly summary: string
  readonly detail?: string | undefined
  readonly pos: InspectedPosition
}

export interface InspectedPosition {
  readonly filename: string
  /** From 1; 1 also where a file as a whole is meant. */
  readonly line: number
}
