import type { Argument, Block } from '../block.ts'
import type { VariableUse } from '../module.ts'
import { throughLocals } from './find-origins.ts'

/** Most uses of one variable that are kept; the first ones tell what it is. */
const maximumUses = 8

/** Most uses of all variables that are kept. */
const maximumInAll = 40_000

/** Expressions with more references are data rather than a use. */
const maximumReferences = 200

/** Arguments of every resource that say whether or when there is one, not what it is made of. */
const metaArguments = new Set(['count', 'for_each', 'depends_on', 'provider'])
const metaBlocks = new Set(['lifecycle', 'provisioner', 'connection', 'timeouts'])

/**
 * Where the values of variables go: the arguments of resources that get them, directly or through locals. A value that becomes part
 * of a text, or only decides about something, does not count.
 */
export function listUses(
  blocks: readonly Block[],
  locals: ReadonlyMap<string, readonly string[]>,
): readonly VariableUse[] {
  const uses = new Map<string, Map<string, VariableUse>>()
  const visit = (resource: string, argument: Argument) => {
    if (metaArguments.has(argument.name) || !argument.freeReferences.some(isUse)) return
    for (const reference of throughLocals(valuesOf(argument), locals)) {
      const [root, variable] = reference.split('.')
      if (root !== 'var' || variable === undefined) continue
      const own = uses.get(variable) ?? new Map<string, VariableUse>()
      uses.set(variable, own)
      if (own.size < maximumUses)
        own.set(`${resource}.${argument.name}`, { variable, resource, argument: argument.name })
    }
  }
  for (const block of blocks)
    if (block.type === 'resource' || block.type === 'data') walk(block, block.labels[0] ?? '', visit)
  return [...uses.values()].flatMap((own) => [...own.values()]).slice(0, maximumInAll)
}

/** True if a reference leads to a variable, perhaps through locals. */
function isUse(reference: string): boolean {
  return reference.startsWith('var.') || reference.startsWith('local.')
}

function walk(block: Block, resource: string, visit: (resource: string, argument: Argument) => void): void {
  for (const argument of block.arguments) visit(resource, argument)
  for (const inner of block.blocks) if (!metaBlocks.has(inner.type)) walk(inner, resource, visit)
}

/** References of an argument whose value may be passed on: not those of a text's template or of a condition. */
function valuesOf(argument: Argument): readonly string[] {
  const { expression } = argument
  if (/"[^"]*\$\{[^"]*"/.test(expression) && !/^"\$\{[^{}"]*\}"$/.test(expression.trim())) return []
  const references = argument.freeReferences
  if (references.length > maximumReferences) return []
  if (!expression.includes('?')) return references
  const condition = expression.slice(0, expression.indexOf('?'))
  const rest = expression.slice(condition.length)
  return references.filter((reference) => !condition.includes(reference) || rest.includes(reference))
}
