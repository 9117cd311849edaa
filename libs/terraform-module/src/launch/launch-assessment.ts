/**
 * Whether a module can be launched on its own, and what prevents it.
 *
 * Terms: a *root module* has what only the outermost module may have, such as a backend or settings of its providers; it runs in
 * place. A *reusable module* gets its provider settings from the module that calls it.
 */
import type { SourcePosition } from '@groundplan/errors'

export interface LaunchAssessment {
  readonly verdict: LaunchVerdict
  readonly kind: 'root' | 'reusable'
  /** Most severe first; empty for a module that runs unchanged. */
  readonly reasons: readonly LaunchReason[]
}

/**
 * `launchable`: Terraform accepts it unchanged. `needs-settings`: it runs once missing settings are added, such as a provider's
 * region. `not-launchable`: Terraform rejects it with any settings.
 */
export type LaunchVerdict = 'launchable' | 'needs-settings' | 'not-launchable'

export interface LaunchReason {
  readonly rule: LaunchRule
  /** `prevents` and `requires` decide the verdict; `mentions` is worth knowing. */
  readonly effect: 'prevents' | 'requires' | 'mentions'
  readonly message: string
  readonly position: SourcePosition | undefined
  /** The provider configuration that is missing or incomplete, if that is the reason: `aws`, or `aws.replica`. */
  readonly provider?: string | undefined
}

export type LaunchRule =
  /** Terraform rejects the configuration. */
  | 'invalid-configuration'
  /** It requires a version of Terraform that is not allowed. */
  | 'terraform-version'
  /** A local module that it calls is missing. */
  | 'missing-module'
  /** A reference to something that the module does not declare. */
  | 'undeclared-reference'
  /** A call that does not fit the module that it calls, or a called module that Terraform rejects. */
  | 'invalid-call'
  /** A configuration that its caller must pass, e.g. `aws.replica`. */
  | 'provider-alias'
  /** Provider settings that the module does not set, e.g. a region. */
  | 'provider-settings'
  /** A backend or `cloud` block: every launch would share one state. */
  | 'own-state'
  /** An output with a secret that is not declared sensitive. */
  | 'secret-output'
  /** An ephemeral output, which only a called module may have. */
  | 'ephemeral-output'
  /** A required ephemeral variable. */
  | 'ephemeral-variable'
  /** A file with values that wins over the form. */
  | 'value-file'
