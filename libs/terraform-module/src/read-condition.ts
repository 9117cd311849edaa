import { findArgument, type Block } from './block.ts'
import { messageOf } from './arguments.ts'
import type { Condition } from './module.ts'

/** Reads a block with a condition and an error message: a validation of a variable, a precondition, an assertion. */
export function readCondition(block: Block, variable?: string): Condition {
  return {
    position: block.position,
    condition: findArgument(block, 'condition')?.expression ?? '',
    errorMessage: messageOf(findArgument(block, 'error_message'), variable) ?? '',
  }
}
