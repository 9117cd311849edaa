import type { Argument } from '../block.ts'
import { listCalls } from '../constants/find-call.ts'
import type { ModuleFault } from '../module-fault.ts'

/** Functions that Terraform had before version 0.12, with what has taken their place. It only knows them to say so. */
const removed: Readonly<Record<string, string>> = { list: 'tolist([…])', map: 'tomap({…})' }

const removedCall = /\b(?:list|map)\s*\(/

/** What is wrong with the first call of a removed function in an argument. */
export function findRemovedFunction({ expression }: Argument): Omit<ModuleFault, 'position'> | undefined {
  if (!removedCall.test(expression)) return undefined
  const name = listCalls(expression).find((each) => Object.hasOwn(removed, each))
  if (name === undefined) return undefined
  return {
    rule: 'invalid-configuration',
    message: `The module calls ${name}(), which Terraform no longer has. Use ${removed[name]}.`,
  }
}
