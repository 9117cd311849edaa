import { argumentsIn, findArgument, type Argument, type Block } from '../block.ts'
import { findCall } from '../constants/find-call.ts'
import { blockRules, lifecycleRule, type BlockRule } from './block-rules.ts'
import { findCycles } from './find-cycles.ts'
import { isVersionConstraint } from './is-version-constraint.ts'
import type { ModuleFault } from '../module-fault.ts'

/** Finds blocks and arguments that Terraform does not allow where they are, and declarations that appear twice. */
export function checkStructure(blocks: readonly Block[]): readonly ModuleFault[] {
  return [
    ...blocks.flatMap((block) => [
      ...checkNames(block),
      ...checkBlock(block, blockRules[block.type], `A ${block.type} block`),
      ...checkOwnRules(block),
    ]),
    ...findRepeated(blocks),
    ...findCycles(blocks),
  ]
}

function fault(message: string, { position }: Pick<Block, 'position'>): ModuleFault {
  return { rule: 'invalid-configuration', message, position }
}

const identifier = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u

/** Blocks whose labels are names. */
const named: ReadonlySet<string> = new Set([
  ...['variable', 'output', 'module', 'resource', 'data', 'ephemeral', 'provider', 'check'],
])

function checkNames(block: Block): readonly ModuleFault[] {
  if (!named.has(block.type)) return []
  return block.labels
    .filter((label) => !identifier.test(label))
    .map((label) =>
      fault(
        `"${label}" is not a valid name: names start with a letter or underscore and contain only letters, digits, underscores and dashes.`,
        block,
      ),
    )
}

function checkBlock(block: Block, rule: BlockRule | undefined, subject: string): readonly ModuleFault[] {
  if (rule === undefined)
    return [fault(`Terraform does not know ${block.type} blocks at the top of a file.`, block)]
  const { arguments: allowed, required = [], blocks: inner } = rule
  const given = new Set(block.arguments.map(({ name }) => name))
  const isJson = () => block.position.file.endsWith('.json')
  return [
    ...block.arguments
      .filter(({ name }) => allowed !== 'any' && !allowed.includes(name))
      // In JSON syntax, blocks that are not known to be some are read as arguments.
      .filter(({ name }) => !isJson() || (inner !== 'any' && !Object.hasOwn(inner, name)))
      .map((argument) => fault(`${subject} has no argument "${argument.name}".`, argument)),
    ...required
      .filter((name) => !given.has(name))
      .map((name) => fault(`${subject} needs the argument "${name}".`, block)),
    ...block.blocks.flatMap((each) => {
      const own = inner === 'any' ? 'any' : Object.hasOwn(inner, each.type) ? inner[each.type] : undefined
      if (own === 'any') return []
      if (own === undefined) return [fault(`${subject} cannot contain a ${each.type} block.`, each)]
      return checkBlock(each, own, `A ${each.type} block`)
    }),
  ]
}

function checkOwnRules(block: Block): readonly ModuleFault[] {
  switch (block.type) {
    case 'variable':
      return [
        ...checkConstants(block, ['description', 'sensitive', 'nullable', 'ephemeral']),
        ...checkQuotedType(block),
        ...checkValidations(block),
      ]
    case 'output':
      return checkConstants(block, ['description', 'sensitive', 'ephemeral'])
    case 'terraform':
      return [...checkVersions(block), ...checkBuiltInProviders(block)]
    case 'module':
      return [
        ...checkRepetition(block),
        ...checkLocalVersion(block),
        // OpenTofu evaluates them.
        ...(/\.tofu(?:\.json)?$/.test(block.position.file)
          ? []
          : checkConstants(block, ['source', 'version'])),
      ]
    case 'resource':
    case 'data':
    case 'ephemeral':
      return [...checkRepetition(block), ...checkLifecycle(block), ...checkSelfReference(block)]
    default:
      return []
  }
}

function checkConstants(block: Block, names: readonly string[]): readonly ModuleFault[] {
  return names.flatMap((name) => {
    const argument = findArgument(block, name)
    if (argument === undefined || argument.constant !== undefined || !isComputed(argument)) return []
    return [fault(`The ${name} of ${block.type} "${block.labels[0] ?? ''}" must be a constant.`, argument)]
  })
}

function isComputed({ expression, references }: Argument): boolean {
  return references.length > 0 || findCall(expression) !== undefined
}

/** In JSON syntax every type is in quotes. */
function checkQuotedType(block: Block): readonly ModuleFault[] {
  const type = findArgument(block, 'type')
  if (type === undefined || type.position.file.endsWith('.json') || !type.expression.startsWith('"'))
    return []
  return [
    fault(
      `The type of variable "${block.labels[0] ?? ''}" is in quotes, as in Terraform 0.11. Remove the quotes.`,
      type,
    ),
  ]
}

function checkValidations(block: Block): readonly ModuleFault[] {
  const name = `var.${block.labels[0] ?? ''}`
  return block.blocks.flatMap((validation) => {
    const condition = validation.type === 'validation' ? findArgument(validation, 'condition') : undefined
    if (condition === undefined) return []
    const isAbout = condition.freeReferences.some((each) => each.split('.', 2).join('.') === name)
    return isAbout
      ? []
      : [fault(`A validation of variable "${block.labels[0] ?? ''}" does not refer to ${name}.`, condition)]
  })
}

function checkVersions(block: Block): readonly ModuleFault[] {
  const version = findArgument(block, 'required_version')
  if (typeof version?.constant !== 'string' || isVersionConstraint(version.constant)) return []
  return [fault(`"${version.constant}" is not a valid version constraint.`, version)]
}

/** Terraform has one built-in provider. `terraform.io/builtin/test` was that of an experiment until 1.6. */
function checkBuiltInProviders(block: Block): readonly ModuleFault[] {
  const required = block.blocks.filter(({ type }) => type === 'required_providers')
  return required.flatMap(({ arguments: providers }) =>
    providers.flatMap((provider) => {
      const name = /"terraform\.io\/builtin\/([\w-]+)"/.exec(provider.expression)?.[1]
      if (name === undefined || name === 'terraform') return []
      return [fault(`Terraform has no built-in provider "${name}".`, provider)]
    }),
  )
}

function checkRepetition(block: Block): readonly ModuleFault[] {
  const forEach = findArgument(block, 'for_each')
  if (forEach === undefined || findArgument(block, 'count') === undefined) return []
  return [fault(`${describe(block)} has both "count" and "for_each"; only one of them is allowed.`, forEach)]
}

function checkLocalVersion(block: Block): readonly ModuleFault[] {
  const [source, version] = [findArgument(block, 'source')?.constant, findArgument(block, 'version')]
  if (version === undefined || typeof source !== 'string' || !/^\.\.?(?:[/\\]|$)/.test(source)) return []
  return [fault(`${describe(block)} has a version, but its source is a folder. Remove the version.`, version)]
}

function checkLifecycle(block: Block): readonly ModuleFault[] {
  const found = block.blocks.filter(({ type }) => type === 'lifecycle')
  const known = found.flatMap((each) => checkBlock(each, lifecycleRule, 'A lifecycle block'))
  if (block.type === 'resource') return known
  const refused = found.flatMap((each) =>
    each.arguments.map((argument) =>
      fault(`${describe(block)} cannot have "${argument.name}" in its lifecycle block.`, argument),
    ),
  )
  return [...known, ...refused]
}

/** A resource whose own arguments refer to it. Those of its conditions and provisioners may. */
function checkSelfReference(block: Block): readonly ModuleFault[] {
  if (block.type !== 'resource') return []
  const address = block.labels.join('.')
  const own = [
    ...block.arguments,
    ...block.blocks
      .filter(({ type }) => !['lifecycle', 'provisioner', 'connection'].includes(type))
      .flatMap(argumentsIn),
  ]
  const argument = own.find((each) =>
    each.freeReferences.some((reference) => reference === address || reference.startsWith(`${address}.`)),
  )
  return argument === undefined ? [] : [fault(`${describe(block)} refers to itself.`, argument)]
}

function describe({ type, labels }: Block): string {
  return type === 'module'
    ? `The module call "${labels[0] ?? ''}"`
    : `The ${type === 'data' ? 'data source' : 'resource'} "${labels.join('.')}"`
}

type Declaration = readonly [name: string, place: Pick<Block, 'position'>]

/** Blocks that a module may have once, whatever `terraform` block they are in. */
const singleBlocks: Readonly<Record<string, string | undefined>> = {
  required_providers: 'The block required_providers',
  backend: 'The backend',
  cloud: 'The backend',
}

/** Declarations that may exist once. Those of variables, outputs, resources and calls are checked where they are read. */
function findRepeated(blocks: readonly Block[]): readonly ModuleFault[] {
  const declarations = blocks.flatMap((block): readonly Declaration[] => {
    if (block.type === 'locals') return block.arguments.map((local) => [`The local "${local.name}"`, local])
    if (block.type === 'provider') {
      const alias = findArgument(block, 'alias')?.constant
      const name = [block.labels[0] ?? '', ...(typeof alias === 'string' ? [alias] : [])].join('.')
      return [[`The provider configuration ${name}`, block]]
    }
    if (block.type !== 'terraform') return []
    return block.blocks.flatMap((inner): readonly Declaration[] => {
      const name = singleBlocks[inner.type]
      return name === undefined ? [] : [[name, inner]]
    })
  })
  const seen = new Set<string>()
  return declarations.flatMap(([name, place]) => {
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return [fault(`${name} is declared twice.`, place)]
  })
}
