import { ExternalServiceError } from '@groundplan/errors'
import { describeFailure } from './describe-failure.ts'
import type { TerraformDiagnostic } from './events/terraform-event.ts'

export interface TerraformFailureOptions {
  /** The subcommand: `plan`. */
  readonly command: string
  readonly exitCode: number
  /** Errors in the order in which Terraform reported them; never empty. */
  readonly diagnostics: readonly TerraformDiagnostic[]
  readonly reason: FailureReason
  readonly unsavedState?: Uint8Array | undefined
}

/**
 * Why Terraform failed, as far as it says so: the state is `locked` by another run, the plan is `stale` because the state moved on since,
 * a service was away for a moment (`transient`), or anything `else`.
 */
export type FailureReason = 'locked' | 'stale' | 'transient' | 'else'

/** A command of Terraform failed. The message says why, and the hint what to do about it, if that is known; secrets are masked. */
export class TerraformFailure extends ExternalServiceError {
  readonly diagnostics: readonly TerraformDiagnostic[]
  readonly reason: FailureReason
  /** The state after an apply whose backend did not take it, with secrets: keep it, or what was created is lost. */
  declare readonly unsavedState: Uint8Array | undefined

  constructor({ command, exitCode, diagnostics, reason, unsavedState }: TerraformFailureOptions) {
    const { message, hint } = describeFailure(command, diagnostics)
    super(message, {
      ...{ service: 'terraform', status: exitCode, retryable: reason === 'transient' || reason === 'locked' },
      hint,
    })
    this.diagnostics = diagnostics
    this.reason = reason
    Object.defineProperty(this, 'unsavedState', { value: unsavedState, enumerable: false })
  }
}
