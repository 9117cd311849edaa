import type { TerraformModule } from '../module.ts'
import { listDeclared, resourceAddress } from './list-declared.ts'
import type { ModuleOutput, Origins } from './module-dependencies.ts'

/** Finds the origins of references, following locals. Skips references to undeclared names, such as those bound by `for`. */
export type OriginFinder = (references: readonly string[]) => Origins

export function createOriginFinder(module: TerraformModule): OriginFinder {
  const declared = listDeclared(module)
  return (references) => {
    const origins = { resources: new Set<string>(), variables: new Set<string>() }
    const moduleOutputs = new Map<string, ModuleOutput>()
    for (const reference of throughLocals(references, declared.locals)) {
      const [root = '', first = '', second] = reference.split('.')
      if (root === 'var' && declared.variables.has(first)) origins.variables.add(first)
      else if (root === 'module' && declared.moduleCalls.has(first))
        moduleOutputs.set(`${first}.${second ?? ''}`, { module: first, output: second })
      else {
        const address = resourceAddress(reference)
        if (declared.resources.has(address)) origins.resources.add(address)
      }
    }
    return {
      resources: [...origins.resources],
      moduleOutputs: [...moduleOutputs.values()],
      variables: [...origins.variables],
    }
  }
}

/** What references lead to, attributes included: those to locals are replaced by the references of these. */
export function followLocals(module: TerraformModule, references: readonly string[]): readonly string[] {
  return throughLocals(references, new Map(module.locals.map(({ name, references: own }) => [name, own])))
}

/** The references in order, with each local replaced by its own references. A circular local adds none. */
export function throughLocals(
  references: readonly string[],
  locals: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const found: string[] = []
  const seen = new Set<string>()
  const waiting = references.toReversed()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [root, name = ''] = next.split('.')
    if (root !== 'local') found.push(next)
    else if (!seen.has(name)) {
      seen.add(name)
      waiting.push(...(locals.get(name) ?? []).toReversed())
    }
  }
  return found
}
