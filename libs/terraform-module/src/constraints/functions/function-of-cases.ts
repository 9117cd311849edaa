import type { Scope } from '../scope.ts'
import type { Cases } from '../value.ts'

/** A Terraform function: maps the cases of its arguments to the cases of its result. */
export type FunctionOfCases = (args: readonly Cases[], scope: Scope) => Cases
