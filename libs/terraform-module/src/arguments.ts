import { isJsonList, isJsonObject } from '@groundplan/terraform-type'
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

/** A text for people: where something in it is computed, its source without the quotes. */
export function messageOf(argument: Argument | undefined): string | undefined {
  if (argument === undefined) return undefined
  const { constant, expression } = argument
  if (constant === null) return undefined
  if (typeof constant === 'string') return constant
  return expression.startsWith('"') && expression.endsWith('"') ? expression.slice(1, -1) : expression
}
