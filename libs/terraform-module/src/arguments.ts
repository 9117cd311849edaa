import { isJsonList, isJsonObject } from '@groundplan/terraform-type'
import { describeMessage } from './constants/describe-message.ts'
import { findArgument, type Argument, type Block } from './block.ts'

/** A constant text; numbers and bools become texts, as in Terraform. `undefined` if the argument is absent or depends on anything. */
export function textOf(block: Block, name: string): string | undefined {
  const value = findArgument(block, name)?.constant
  return value === undefined || value === null || isJsonList(value) || isJsonObject(value)
    ? undefined
    : String(value)
}

/** A constant bool; Terraform converts `"true"` too. */
export function boolOf(block: Block, name: string, absent: boolean): boolean {
  const value = findArgument(block, name)?.constant
  if (value === true || value === 'true') return true
  return value === false || value === 'false' ? false : absent
}

/** A text for people, with descriptions in place of computed parts. It may be about a variable. */
export function messageOf(argument: Argument | undefined, variable?: string): string | undefined {
  if (argument === undefined) return undefined
  const { constant, expression } = argument
  if (constant === null) return undefined
  if (typeof constant === 'string') return constant
  return describeMessage(expression, variable)
}
