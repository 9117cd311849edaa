import { listDeclared, type Declared } from '../dependencies/list-declared.ts'
import type { TerraformModule } from '../module.ts'
import type { LaunchReason } from './launch-assessment.ts'

/** Undeclared references in outputs, locals and module calls. Arguments of resources are ignored. */
export function findUndeclared(module: TerraformModule): readonly LaunchReason[] {
  const declared = listDeclared(module)
  const providers = new Set([
    ...module.requiredProviders.map(({ name }) => name),
    ...module.resources.map(({ provider }) => provider.name),
  ])
  const places = [
    ...module.outputs,
    ...module.locals,
    ...module.moduleCalls.map(({ position, arguments: given }) => ({
      position,
      references: given.flatMap(({ references }) => references),
    })),
  ]
  const found = new Map<string, LaunchReason>()
  for (const { position, references } of places) {
    for (const reference of references) {
      const name = declarationOf(reference, providers)
      if (name === undefined || found.has(name) || isDeclared(name, declared)) continue
      const message = `The module refers to ${name}, which it does not declare.`
      found.set(name, { rule: 'undeclared-reference', effect: 'prevents', message, position })
    }
  }
  return [...found.values()]
}

/** The declaration that a reference needs; `undefined` if it may be a name bound by `for`, such as `data`. */
function declarationOf(reference: string, providers: ReadonlySet<string>): string | undefined {
  const [root = '', ...names] = reference.split('.')
  const type = root === 'data' ? (names[0] ?? '') : root
  const isType = type.includes('_') && providers.has(type.slice(0, type.indexOf('_')))
  const length = isType ? (root === 'data' ? 2 : 1) : named.has(root) ? 1 : 0
  return length === 0 || names.length < length ? undefined : [root, ...names.slice(0, length)].join('.')
}

const named: ReadonlySet<string> = new Set(['var', 'local', 'module'])

function isDeclared(name: string, { variables, locals, moduleCalls, resources }: Declared): boolean {
  const [root, second = ''] = name.split('.')
  if (root === 'var') return variables.has(second)
  if (root === 'local') return locals.has(second)
  return root === 'module' ? moduleCalls.has(second) : resources.has(name)
}
