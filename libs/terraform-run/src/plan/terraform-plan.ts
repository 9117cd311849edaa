/**
 * What Terraform would change, as plain data that may be stored and shown: sensitive values are masked.
 *
 * Terms: a *change* is what happens to one resource instance or output; a *difference* is one attribute of it, by path; *drift* is what
 * changed outside of Terraform since the last run. Source: https://developer.hashicorp.com/terraform/internals/json-format
 */
import type { Json } from '@groundplan/terraform-type'

/** Stands where a sensitive value is. */
export const sensitiveMark = '(sensitive value)'
/** Stands where a value is only known once the plan is applied. */
export const unknownMark = '(known after apply)'

export interface TerraformPlan {
  readonly terraformVersion: string
  /** Without resources that stay as they are. */
  readonly changes: readonly ResourceChange[]
  readonly outputs: readonly OutputChange[]
  readonly drift: readonly ResourceChange[]
  /** False if applying it would do nothing. */
  readonly hasChanges: boolean
  /** True if planning failed in the middle: it must not be applied. */
  readonly isErrored: boolean
  readonly counts: ChangeCounts
}

export type PlanAction = 'create' | 'read' | 'update' | 'replace' | 'delete' | 'forget' | 'none'

/** `replace` counts as one to add and one to destroy, as Terraform counts. */
export interface ChangeCounts {
  readonly add: number
  readonly change: number
  readonly destroy: number
  readonly import: number
  readonly forget: number
}

export interface ResourceChange extends ResourceName {
  readonly action: PlanAction
  /** For a replacement: whether the new one is there before the old one is gone. */
  readonly createsFirst?: boolean
  /** The address before, if the resource is moved. */
  readonly movedFrom?: string
  /** Id with which a resource that exists is taken over. */
  readonly importId?: string
  /** Why, in Terraform's words: `replace_because_cannot_update`. */
  readonly reason?: string
  /** All attributes, masked; absent before a creation or after a deletion. */
  readonly before?: Json
  readonly after?: Json
  readonly differences: readonly Difference[]
}

export interface ResourceName {
  /** Such as `module.main.aws_s3_bucket.logs["eu"]`. */
  readonly address: string
  readonly module?: string
  readonly mode: 'managed' | 'data'
  readonly type: string
  readonly name: string
  readonly index?: string | number
  /** Such as `registry.terraform.io/hashicorp/aws`. */
  readonly provider: string
}

export interface Difference {
  readonly path: readonly (string | number)[]
  /** Masked; absent if there is none. */
  readonly before?: Json
  readonly after?: Json
  readonly isSensitive: boolean
  /** The value is only known once the plan is applied. */
  readonly isUnknown: boolean
  /** It cannot be changed in place. */
  readonly forcesReplacement: boolean
}

export interface OutputChange {
  readonly name: string
  readonly action: 'create' | 'update' | 'delete'
  readonly before?: Json
  readonly after?: Json
  readonly isSensitive: boolean
}
