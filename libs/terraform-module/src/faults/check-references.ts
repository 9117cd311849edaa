import { findArgument, type Argument, type Block } from '../block.ts'
import type { ModuleOutputReference, TerraformModule } from '../module.ts'
import type { ModuleFault } from '../module-fault.ts'
import { findWrongKey, listRepetitions } from './find-wrong-key.ts'
import { findRemovedFunction } from './removed-functions.ts'

/** Where an expression stands: what may be named there besides the module's own declarations. */
interface Scope {
  /** Iterators of `dynamic` blocks. */
  readonly bound: ReadonlySet<string>
  readonly hasEach: boolean
  readonly hasCount: boolean
  readonly hasSelf: boolean
}

/**
 * Finds references to what a module does not declare, each once, to `each`, `count` and `self` where they have no meaning, to repeated
 * resources without a key, and calls of functions that Terraform has removed. Returns which outputs of called modules are used, too.
 */
export function checkReferences(blocks: readonly Block[]): Pick<TerraformModule, 'faults' | 'moduleOutputs'> {
  const declared = listDeclared(blocks)
  const repetitions = listRepetitions(blocks)
  const found = new Map<string, ModuleFault>()
  const moduleOutputs = new Map<string, ModuleOutputReference>()
  const add = (fault: Omit<ModuleFault, 'position'> | undefined, argument: Argument) => {
    if (fault === undefined || found.has(fault.message)) return
    found.set(fault.message, { ...fault, position: argument.position })
  }
  // Modules name the same variables again and again; what is right in one place is right everywhere.
  const right = new Set<string>()
  const check = (argument: Argument, scope: Scope) => {
    add(findRemovedFunction(argument), argument)
    const isFree = (reference: string) => !scope.bound.has(reference.split('.', 1)[0] ?? '')
    add(findWrongKey(argument, argument.freeReferences.filter(isFree), repetitions), argument)
    for (const reference of argument.freeReferences) {
      if (right.has(reference)) continue
      const [root = '', module = '', output] = reference.split('.')
      if (root === 'module' && output !== undefined && !scope.bound.has(root)) {
        const key = `${module}.${output}`
        if (!moduleOutputs.has(key)) moduleOutputs.set(key, { module, output, position: argument.position })
      }
      const fault = judge(reference, declared, scope)
      if (fault === undefined && !scope.bound.has(root) && !placedRoots.has(root)) right.add(reference)
      add(fault, argument)
    }
  }
  for (const block of blocks) walk(block, check)
  return { faults: [...found.values()], moduleOutputs: [...moduleOutputs.values()] }
}

type Check = (argument: Argument, scope: Scope) => void

const nothing: ReadonlySet<string> = new Set()
const plain: Scope = { bound: nothing, hasEach: false, hasCount: false, hasSelf: false }

/** Arguments that are no expressions, or whose references are checked elsewhere. */
const notExpressions: Readonly<Record<string, ReadonlySet<string>>> = {
  resource: new Set(['provider']),
  data: new Set(['provider']),
  ephemeral: new Set(['provider']),
  module: new Set(['source', 'version', 'providers']),
  provider: new Set(['alias', 'version']),
  import: new Set(['to', 'provider']),
  output: new Set(),
  locals: new Set(),
  check: new Set(),
}

function walk(block: Block, check: Check): void {
  if (block.type === 'variable') {
    for (const inner of block.blocks) if (inner.type === 'validation') walkBody(inner, plain, check)
    return
  }
  const skipped = Object.hasOwn(notExpressions, block.type) ? notExpressions[block.type] : undefined
  if (skipped === undefined) return
  const scope = {
    ...plain,
    hasEach: findArgument(block, 'for_each') !== undefined,
    hasCount: findArgument(block, 'count') !== undefined,
  }
  for (const argument of block.arguments) if (!skipped.has(argument.name)) check(argument, scope)
  for (const inner of block.blocks) {
    // Data sources of a check.
    if (block.type === 'check' && inner.type === 'data') walk(inner, check)
    else walkInner(inner, scope, check)
  }
}

function walkInner(block: Block, scope: Scope, check: Check): void {
  switch (block.type) {
    case 'lifecycle':
      for (const argument of block.arguments)
        if (argument.name === 'replace_triggered_by') check(argument, scope)
      for (const inner of block.blocks) walkBody(inner, { ...scope, hasSelf: true }, check)
      return
    case 'provisioner':
    case 'connection':
      walkBody(block, { ...scope, hasSelf: true }, check, new Set(['when', 'on_failure']))
      return
    case 'dynamic':
      walkDynamic(block, scope, check)
      return
    default:
      walkBody(block, scope, check)
  }
}

function walkBody(block: Block, scope: Scope, check: Check, skipped: ReadonlySet<string> = nothing): void {
  for (const argument of block.arguments) if (!skipped.has(argument.name)) check(argument, scope)
  for (const inner of block.blocks) walkInner(inner, scope, check)
}

function walkDynamic(block: Block, scope: Scope, check: Check): void {
  const iterator = findArgument(block, 'iterator')?.expression ?? block.labels[0] ?? ''
  const inside = { ...scope, bound: new Set([...scope.bound, iterator]) }
  for (const argument of block.arguments)
    if (argument.name !== 'iterator') check(argument, argument.name === 'for_each' ? scope : inside)
  if (!isAlwaysExpanded(block)) return
  for (const inner of block.blocks) walkBody(inner, inside, check)
}

/**
 * Terraform looks at the content only for the elements that it knows, so that a mistake in what is never used does no harm; a plan that uses
 * it says so. Source: `unknown_body.go` of HCL's ext/dynblock.
 */
function isAlwaysExpanded(block: Block): boolean {
  const elements = findArgument(block, 'for_each')?.constant
  return typeof elements === 'object' && elements !== null && Object.keys(elements).length > 0
}

function judge(
  reference: string,
  declared: ReadonlySet<string>,
  { bound, hasEach, hasCount, hasSelf }: Scope,
): Omit<ModuleFault, 'position'> | undefined {
  const [root = '', ...names] = reference.split('.')
  if (bound.has(root) || names.length === 0 || ownRoots.has(root)) return undefined
  if (root === 'each') return hasEach ? undefined : misplaced('each', 'outside a block with "for_each"')
  if (root === 'count') return hasCount ? undefined : misplaced('count', 'outside a block with "count"')
  if (root === 'self') return hasSelf ? undefined : misplaced('self', 'outside a provisioner or condition')
  const name = declarationOf(root, names)
  if (name === undefined || declared.has(name)) return undefined
  return {
    rule: 'undeclared-reference',
    message: `The module refers to ${name}, which it does not declare.`,
  }
}

/** Roots that Terraform itself defines, and those of kinds of objects that are not read. */
const ownRoots: ReadonlySet<string> = new Set(['path', 'terraform', 'provider', 'action', 'list', 'template'])

/** Roots that have a meaning only in some places. */
const placedRoots: ReadonlySet<string> = new Set(['each', 'count', 'self'])

function misplaced(name: string, where: string): Omit<ModuleFault, 'position'> {
  return { rule: 'invalid-configuration', message: `The module uses "${name}" ${where}.` }
}

/** The declaration that a reference needs. */
function declarationOf(root: string, names: readonly string[]): string | undefined {
  if (root === 'var' || root === 'local' || root === 'module') return `${root}.${names[0] ?? ''}`
  if (root === 'data' || root === 'ephemeral')
    return names.length < 2 ? undefined : [root, ...names.slice(0, 2)].join('.')
  if (root === 'resource') return names.length < 2 ? undefined : names.slice(0, 2).join('.')
  return `${root}.${names[0] ?? ''}`
}

function listDeclared(blocks: readonly Block[]): ReadonlySet<string> {
  const names = blocks.flatMap((block) => [
    ...namesOf(block),
    ...(block.type === 'check' ? block.blocks.flatMap(namesOf) : []),
  ])
  return new Set(names)
}

function namesOf({ type, labels, arguments: given }: Block): readonly string[] {
  switch (type) {
    case 'variable':
      return [`var.${labels[0] ?? ''}`]
    case 'locals':
      return given.map(({ name }) => `local.${name}`)
    case 'module':
      return [`module.${labels[0] ?? ''}`]
    case 'resource':
      return [labels.join('.')]
    case 'data':
    case 'ephemeral':
      return [[type, ...labels].join('.')]
    default:
      return []
  }
}
