import type { SourcePosition } from '@groundplan/errors'

/** Something in a module that Terraform rejects although the module can be read. */
export interface ModuleFault {
  readonly rule: ModuleFaultRule
  readonly message: string
  readonly position: SourcePosition
}

export type ModuleFaultRule =
  /** A block, argument or expression that Terraform does not allow where it is. */
  | 'invalid-configuration'
  /** A reference to something that the module does not declare. */
  | 'undeclared-reference'
  /** A call that does not fit the module that it calls, or a called module that Terraform rejects. */
  | 'invalid-call'
  /** An output that shows a secret of a called module. */
  | 'secret-output'
  /** An output that shows an ephemeral value of a called module. */
  | 'ephemeral-output'
