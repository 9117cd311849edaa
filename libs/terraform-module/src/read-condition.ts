import { findArgument, type Block } from './block.ts'
import { messageOf } from './arguments.ts'
import type { Condition } from './module.ts'

/** Reads a block with a condition and an error message: a validation, a precondition, an assertion. */
export function readCondition(block: Block): Condition {
  return {
    position: block.position,
    condition: findArgument(block, 'condition')?.expression ?? '',
    errorMessage: messageOf(findArgument(block, 'error_message')) ?? '',
  }
}
