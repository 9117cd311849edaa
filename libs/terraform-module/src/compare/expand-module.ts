import { findArgument, type Argument, type Block } from '../block.ts'
import { boolOf, textOf } from '../arguments.ts'
import { resolveLocalSource } from '../dependencies/resolve-local-source.ts'
import { define, expandBlock, type Definition, type ExpandedBlock } from './define.ts'
import type { ModuleVersion } from './module-version.ts'

/** A module with everything that it calls within its repository, by address as Terraform has it, without instance keys. */
export interface ExpandedModule {
  /** Managed resources. */
  readonly resources: ReadonlyMap<string, ExpandedBlock>
  /** Calls of modules from elsewhere, which are not read. */
  readonly calls: ReadonlyMap<string, ExpandedBlock>
  /** Outputs of the module itself: `output.id`. */
  readonly outputs: ReadonlyMap<string, ExpandedBlock>
  /** `provider` blocks: `provider.aws`, `provider.aws.replica`. */
  readonly providers: ReadonlyMap<string, ExpandedBlock>
  /** What must hold for a launch, in declared order. */
  readonly conditions: readonly ExpandedCondition[]
  /** `check` blocks. */
  readonly checks: ReadonlyMap<string, ExpandedBlock>
  /** `terraform` blocks, with the address of their module, which is empty for the module itself. */
  readonly settings: readonly { readonly prefix: string; readonly block: Block }[]
  /** `moved` blocks, with whole addresses. */
  readonly moves: readonly Move[]
  /** Addresses that `removed` blocks take out of the state without destroying anything. */
  readonly released: ReadonlySet<string>
  /**
   * What expressions can refer to and is judged by who uses it: locals, data sources, arguments and outputs of calls, and resources that
   * only hold values.
   */
  readonly definitions: ReadonlyMap<string, Definition>
  /** False if the module is too large or too deep to be expanded as a whole, or parts of it could not be read. */
  readonly isWhole: boolean
}

export interface ExpandedCondition extends Definition {
  /** Whose condition it is. */
  readonly owner: string
  readonly block: Block
}

export interface Move {
  readonly from: string
  readonly to: string
  readonly block: Block
}

/** Most blocks, over all calls, that are compared. */
const maximumBlocks = 20_000
const maximumDepth = 16

/** Expands a module. Reads nothing more: what is not among the version's directories counts as a module from elsewhere. */
export function expandModule(version: ModuleVersion): ExpandedModule {
  const expansion = new Expansion(version)
  expansion.enter(version.path, '', 0)
  return expansion
}

class Expansion implements ExpandedModule {
  readonly resources = new Map<string, ExpandedBlock>()
  readonly calls = new Map<string, ExpandedBlock>()
  readonly outputs = new Map<string, ExpandedBlock>()
  readonly providers = new Map<string, ExpandedBlock>()
  readonly conditions: ExpandedCondition[] = []
  readonly checks = new Map<string, ExpandedBlock>()
  readonly settings: { readonly prefix: string; readonly block: Block }[] = []
  readonly moves: Move[] = []
  readonly released = new Set<string>()
  readonly definitions = new Map<string, Definition>()
  isWhole = true

  readonly #version: ModuleVersion
  #blocks = 0

  constructor(version: ModuleVersion) {
    this.#version = version
  }

  enter(path: string, prefix: string, depth: number): void {
    const directory = this.#version.directories.get(path)
    if (directory === undefined || depth > maximumDepth) {
      this.isWhole = false
      return
    }
    if (directory.isBroken) this.isWhole = false
    const outputs: string[] = []
    for (const block of directory.blocks) {
      this.#blocks += 1
      if (this.#blocks > maximumBlocks) {
        this.isWhole = false
        return
      }
      if (block.type === 'output') outputs.push(`${prefix}output.${block.labels[0] ?? ''}`)
      this.#take(block, path, prefix, depth)
    }
    if (prefix !== '')
      this.definitions.set(prefix.slice(0, -1), { scope: prefix, text: '', references: outputs })
  }

  #take(block: Block, path: string, prefix: string, depth: number): void {
    const [first = '', second = ''] = block.labels
    switch (block.type) {
      case 'locals':
        for (const argument of block.arguments)
          this.definitions.set(`${prefix}local.${argument.name}`, define(argument.expression, prefix))
        return
      case 'variable':
        this.#takeVariable(block, path, prefix)
        return
      case 'resource': {
        const address = `${prefix}${first}.${second}`
        const resource = expandBlock(block, prefix)
        this.resources.set(address, resource)
        // What it holds changes without a plan to look at, so whoever uses it is judged too.
        if (first === 'terraform_data') this.definitions.set(address, resource)
        this.#takeConditions(block, address, prefix)
        return
      }
      case 'data':
      case 'ephemeral': {
        const address = `${prefix}${block.type}.${first}.${second}`
        this.definitions.set(address, expandBlock(block, prefix))
        this.#takeConditions(block, address, prefix)
        return
      }
      case 'output': {
        const address = `${prefix}output.${first}`
        const expression = findArgument(block, 'value')?.expression ?? ''
        if (prefix === '') this.outputs.set(address, { block, settings: [], ...define(expression, prefix) })
        else this.definitions.set(address, define(expression, prefix))
        this.#takeConditions(block, address, prefix)
        return
      }
      case 'module':
        this.#takeCall(block, path, prefix, depth)
        return
      case 'provider': {
        const alias = textOf(block, 'alias')
        const address = `${prefix}provider.${first}${alias === undefined ? '' : `.${alias}`}`
        this.providers.set(address, expandBlock(block, prefix))
        return
      }
      case 'check':
        this.checks.set(`${prefix}check.${first}`, expandBlock(block, prefix))
        return
      case 'terraform':
        this.settings.push({ prefix, block })
        return
      case 'moved':
        this.moves.push({
          from: prefix + addressOf(findArgument(block, 'from')),
          to: prefix + addressOf(findArgument(block, 'to')),
          block,
        })
        return
      case 'removed': {
        const lifecycle = block.blocks.find(({ type }) => type === 'lifecycle')
        const keeps = lifecycle !== undefined && !boolOf(lifecycle, 'destroy', true)
        if (keeps) this.released.add(prefix + addressOf(findArgument(block, 'from')))
      }
    }
  }

  /** Those of the module itself are inputs, whose rules and defaults are compared as the blueprint's interface. */
  #takeVariable(block: Block, path: string, prefix: string): void {
    const name = block.labels[0] ?? ''
    const variable = this.#version.directories.get(path)?.variables.get(name)
    const key = `${prefix}var.${name}`
    if (prefix !== '' && !this.definitions.has(key)) {
      const expression = findArgument(block, 'default')?.expression ?? ''
      this.definitions.set(key, define(expression, prefix))
    }
    const validations = block.blocks.filter(({ type }) => type === 'validation')
    for (const [index, validation] of validations.entries()) {
      const isInterface = prefix === '' && (variable?.validations[index]?.constraints.length ?? 0) > 0
      if (!isInterface) this.#takeCondition(validation, key, prefix)
    }
  }

  #takeConditions(block: Block, owner: string, prefix: string): void {
    const lifecycles = block.blocks.filter(({ type }) => type === 'lifecycle')
    for (const each of [block, ...lifecycles].flatMap(({ blocks }) => blocks))
      if (each.type === 'precondition' || each.type === 'postcondition')
        this.#takeCondition(each, owner, prefix)
  }

  #takeCondition(block: Block, owner: string, prefix: string): void {
    const expression = findArgument(block, 'condition')?.expression ?? ''
    this.conditions.push({ owner, block, ...define(expression, prefix) })
  }

  #takeCall(block: Block, path: string, prefix: string, depth: number): void {
    const address = `${prefix}module.${block.labels[0] ?? ''}`
    const target = resolveLocalSource(path, textOf(block, 'source'))
    if (target === undefined || !this.#version.directories.has(target)) {
      const call = expandBlock(block, prefix)
      this.calls.set(address, call)
      this.definitions.set(address, call)
      return
    }
    const inner = `${address}.`
    for (const argument of block.arguments)
      if (!callSettings.has(argument.name))
        this.definitions.set(`${inner}var.${argument.name}`, define(argument.expression, prefix))
    this.enter(target, inner, depth + 1)
    // Whatever is inside exists as often as the call says, by the providers that it passes.
    const inherited = inheritedSettings
      .flatMap((name) => findArgument(block, name) ?? [])
      .map(({ name, expression }) => ({
        path: `${address} ${name}`,
        expression,
        ...define(expression, prefix),
      }))
    for (const [key, each] of this.resources)
      if (key.startsWith(inner))
        this.resources.set(key, { ...each, settings: [...each.settings, ...inherited] })
    // Data sources inside are read after what the call waits for has changed.
    const awaited = define(findArgument(block, 'depends_on')?.expression ?? '', prefix).references
    for (const [key, each] of awaited.length === 0 ? [] : this.definitions)
      if (key.startsWith(`${inner}data.`) || (key.startsWith(inner) && key.includes('.data.')))
        this.definitions.set(key, { ...each, references: [...each.references, ...awaited] })
  }
}

const inheritedSettings = ['count', 'for_each', 'providers']

const callSettings: ReadonlySet<string> = new Set([
  'source',
  'version',
  'providers',
  'count',
  'for_each',
  'depends_on',
])

/** An address without instance keys. In JSON syntax it is a string. */
function addressOf(argument: Argument | undefined): string {
  const text = argument?.expression ?? ''
  return text.replace(/\[[^\]]*\]/g, '').replace(/["\s]/g, '')
}
