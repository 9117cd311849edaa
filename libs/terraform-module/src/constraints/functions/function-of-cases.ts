import type { Scope } from '../scope.ts'
import type { Cases } from '../value.ts'

/** A function of Terraform: what a call comes to, given what its arguments come to. */
export type FunctionOfCases = (args: readonly Cases[], scope: Scope) => Cases
