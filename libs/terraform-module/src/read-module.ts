import type { Diagnostic } from '@groundplan/errors'
import { findArgument, type Block } from './block.ts'
import { boolOf, messageOf, textOf } from './arguments.ts'
import { mergeOverrides } from './merge-overrides.ts'
import type { Check, Local, ModuleCall, Output, Refactoring, Resource, TerraformModule } from './module.ts'
import { listUses } from './dependencies/list-uses.ts'
import { dialectOf } from './dialect-of.ts'
import { readCondition } from './read-condition.ts'
import { readFile, type ReadFileResult } from './read-file.ts'
import { readProviderConfiguration, readProviderReference } from './read-provider.ts'
import { readReadme } from './read-readme.ts'
import { readBackend, readRequiredProviders } from './read-settings.ts'
import { readVariable } from './read-variable.ts'
import { isValueFile, selectFiles } from './select-files.ts'
import type { SourceFile } from './source-file.ts'
import { splitObject } from './syntax/split-object.ts'
import { findFaults } from './faults/find-faults.ts'

export interface ReadModuleOptions {
  /** Directory within its repository; `.` is the root. */
  readonly path: string
  /** The directory's own files. Files other than configuration are only searched for a README. */
  readonly files: readonly SourceFile[]
}

/** Reads a module's interface. Never throws because of file contents: each problem becomes a diagnostic, and reading continues. */
export async function readModule({ path, files }: ReadModuleOptions): Promise<TerraformModule> {
  const { blocks, diagnostics } = await readModuleBlocks(files)
  const { primary, overrides } = selectFiles(files)
  const dialect = dialectOf([...primary, ...overrides], blocks)
  const valueFiles = files.map((file) => file.path).filter(isValueFile)
  const readme = readReadme(files)
  // OpenTofu allows more than Terraform does.
  const { faults, moduleOutputs } =
    dialect === 'terraform' ? findFaults(blocks) : { faults: [], moduleOutputs: [] }
  const own = { path, dialect, readme, valueFiles, moduleOutputs, faults, diagnostics }
  return { ...own, calledTerraform: [], calledProviders: [], ...readBlocks(blocks, diagnostics) }
}

/** The blocks of a module's files, with overrides merged in. */
export async function readModuleBlocks(
  files: readonly SourceFile[],
): Promise<{ readonly blocks: readonly Block[]; readonly diagnostics: Diagnostic[] }> {
  const { primary, overrides } = selectFiles(files)
  const results: ReadFileResult[] = []
  for (const file of [...primary, ...overrides]) results.push(await readFile(file))
  const diagnostics = results.flatMap((result) => result.diagnostics)
  const blocksOfFiles = (list: readonly ReadFileResult[]) => list.flatMap(({ blocks }) => blocks)
  const blocks = mergeOverrides(
    blocksOfFiles(results.slice(0, primary.length)),
    blocksOfFiles(results.slice(primary.length)),
    diagnostics,
  )
  return { blocks, diagnostics }
}

function readBlocks(
  blocks: readonly Block[],
  diagnostics: Diagnostic[],
): Omit<
  TerraformModule,
  | 'path'
  | 'dialect'
  | 'readme'
  | 'valueFiles'
  | 'calledTerraform'
  | 'calledProviders'
  | 'moduleOutputs'
  | 'faults'
  | 'diagnostics'
> {
  const labelled = blocks.filter((block) => hasItsLabels(block, diagnostics))
  const ofType = (...types: readonly string[]) => labelled.filter(({ type }) => types.includes(type))
  const settings = ofType('terraform')
  const locals = ofType('locals').flatMap(readLocals)
  return {
    variables: unique(ofType('variable'), diagnostics).map((block) => readVariable(block, diagnostics)),
    outputs: unique(ofType('output'), diagnostics).map(readOutput),
    locals,
    resources: unique(ofType('resource', 'data', 'ephemeral'), diagnostics).map(readResource),
    uses: listUses(labelled, new Map(locals.map(({ name, references }) => [name, references]))),
    moduleCalls: unique(ofType('module'), diagnostics).map(readModuleCall),
    requiredTerraform: settings.flatMap((block) => textOf(block, 'required_version') ?? []),
    requiredProviders: settings.flatMap(readRequiredProviders),
    providerConfigurations: ofType('provider').map(readProviderConfiguration),
    backend: settings.map(readBackend).find((backend) => backend !== undefined),
    refactorings: ofType('moved', 'import', 'removed').map(readRefactoring),
    checks: ofType('check').map(readCheck),
  }
}

/** How many labels the blocks of a type have. Other types are Terraform's own business. */
const labelCounts: Readonly<Record<string, number>> = {
  ...{ terraform: 0, locals: 0, variable: 1, output: 1, module: 1, provider: 1, check: 1 },
  ...{ resource: 2, data: 2, ephemeral: 2, moved: 0, import: 0, removed: 0 },
}

function hasItsLabels(block: Block, diagnostics: Diagnostic[]): boolean {
  const { type, labels } = block
  const count = Object.hasOwn(labelCounts, type) ? labelCounts[type] : undefined
  if (count === undefined || labels.length === count) return true
  const expected = ['no label', 'one label, its name', 'two labels, type and name'][count]
  const message = `Invalid labels on ${type} block: expected ${expected}, found ${labels.length}.`
  // In an invalid file, a label may be missing because of the syntax error.
  if (!diagnostics.some(({ rule }) => rule === 'syntax'))
    diagnostics.push({ severity: 'error', rule: 'labels', ...block.position, message })
  return labels.length > count
}

/** Keeps the first of several blocks of one name and reports the others, as Terraform refuses them. */
function unique(blocks: readonly Block[], diagnostics: Diagnostic[]): readonly Block[] {
  const first = new Map<string, Block>()
  for (const block of blocks) {
    const key = [block.type, ...block.labels].join('\0')
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, block)
    else {
      const { file, line } = earlier.position
      const message = `Duplicate ${block.type} "${block.labels.join('.')}", first declared at ${file}:${line}.`
      diagnostics.push({ severity: 'error', rule: 'duplicate', ...block.position, message })
    }
  }
  return [...first.values()]
}

function readOutput(block: Block): Output {
  const value = findArgument(block, 'value')
  return {
    name: block.labels[0] ?? '',
    position: block.position,
    description: textOf(block, 'description'),
    value: value?.expression,
    references: value?.references ?? [],
    typeExpression: findArgument(block, 'type')?.expression,
    sensitive: boolOf(block, 'sensitive', false),
    ephemeral: boolOf(block, 'ephemeral', false),
    deprecated: messageOf(findArgument(block, 'deprecated')),
    preconditions: block.blocks
      .filter(({ type }) => type === 'precondition')
      .map((each) => readCondition(each)),
  }
}

function readLocals(block: Block): readonly Local[] {
  return block.arguments.map(({ name, position, references }) => ({ name, position, references }))
}

const modes = { resource: 'managed', data: 'data', ephemeral: 'ephemeral' } as const

function readResource(block: Block): Resource {
  const [type = '', name = ''] = block.labels
  const provider = findArgument(block, 'provider')
  return {
    mode: modes[block.type as keyof typeof modes],
    type,
    name,
    provider: (provider && readProviderReference(provider)) ?? {
      name: impliedProvider(type),
      alias: undefined,
    },
    position: block.position,
  }
}

/** The provider that a resource type belongs to by its name. */
function impliedProvider(type: string): string {
  const end = type.indexOf('_')
  return end === -1 ? type : type.slice(0, end)
}

/** Arguments of a `module` block that Terraform itself understands. */
const metaArguments = new Set(['source', 'version', 'providers', 'count', 'for_each', 'depends_on'])

function readModuleCall(block: Block): ModuleCall {
  return {
    name: block.labels[0] ?? '',
    source: textOf(block, 'source'),
    version: textOf(block, 'version'),
    isRepeated: ['count', 'for_each', 'depends_on'].some((name) => findArgument(block, name) !== undefined),
    providers: readPassedProviders(block),
    arguments: block.arguments
      .filter(({ name }) => !metaArguments.has(name))
      .map(({ name, expression, references }) => ({ name, expression, references })),
    position: block.position,
  }
}

function readPassedProviders(block: Block): ModuleCall['providers'] {
  const argument = findArgument(block, 'providers')
  const items = argument === undefined ? [] : (splitObject(argument.expression) ?? [])
  return items.map(({ key, expression }) => ({ to: key, from: expression.replace(/^"|"$/g, '') }))
}

function readRefactoring(block: Block): Refactoring {
  return {
    kind: block.type as Refactoring['kind'],
    from: findArgument(block, 'from')?.expression,
    to: findArgument(block, 'to')?.expression,
    position: block.position,
  }
}

function readCheck(block: Block): Check {
  return {
    name: block.labels[0] ?? '',
    assertions: block.blocks.filter(({ type }) => type === 'assert').map((each) => readCondition(each)),
    position: block.position,
  }
}
