import type { Json } from '@groundplan/terraform-type'
import type { ResourceName } from '../plan/terraform-plan.ts'

/** What a state holds: resources with their sensitive attributes masked, outputs with their values in clear text. */
export interface StateSummary {
  readonly terraformVersion: string | undefined
  readonly resources: readonly StateResource[]
  readonly outputs: Readonly<Record<string, TerraformOutput>>
}

/** One resource instance. */
export interface StateResource extends ResourceName {
  readonly attributes: Json
  /** Addresses that it depends on. */
  readonly dependsOn: readonly string[]
  /** Terraform will replace it: its creation failed half-way, or somebody asked for it. */
  readonly isTainted: boolean
}

/** An output with its value, which is a secret if it is sensitive. */
export interface TerraformOutput {
  readonly value: Json
  readonly isSensitive: boolean
}
