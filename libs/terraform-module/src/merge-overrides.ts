import type { Diagnostic } from '@groundplan/errors'
import { findArgument, withArguments, type Argument, type Block } from './block.ts'

/**
 * Merges override blocks into those they override, argument by argument, as Terraform does; blocks inside stay as they are in
 * the first place. What is not there to be overridden is reported, and counts as a block of its own.
 * Source: https://developer.hashicorp.com/terraform/language/files/override
 */
export function mergeOverrides(
  primary: readonly Block[],
  overrides: readonly Block[],
  diagnostics: Diagnostic[],
): readonly Block[] {
  if (overrides.length === 0) return primary
  const merged = [...primary]
  const indices = new Map<string, number>()
  for (const [index, block] of primary.entries())
    if (!indices.has(keyOf(block))) indices.set(keyOf(block), index)
  for (const override of overrides) {
    const index = indices.get(keyOf(override))
    const block = index === undefined ? undefined : merged[index]
    if (override.type === 'terraform') overrideSettings(merged, override)
    else if (override.type === 'locals') overrideLocals(merged, override, diagnostics)
    else if (index !== undefined && block !== undefined && block.labels.length > 0)
      merged[index] = withArguments(block, mergeArguments(block.arguments, override.arguments))
    else {
      merged.push(override)
      reportMissing(override, diagnostics)
    }
  }
  return merged
}

function keyOf({ type, labels }: Block): string {
  return [type, ...labels].join('\0')
}

function mergeArguments(base: readonly Argument[], overrides: readonly Argument[]): readonly Argument[] {
  const names = new Set(overrides.map(({ name }) => name))
  return [...base.filter(({ name }) => !names.has(name)), ...overrides]
}

/** Terraform accepts provider blocks that exist only in an override file, and rejects any other block there. */
function reportMissing({ type, labels, position }: Block, diagnostics: Diagnostic[]): void {
  if (!['variable', 'output', 'module', 'resource', 'data'].includes(type)) return
  const message = `No ${type} "${labels.join('.')}" to override.`
  const hint = 'Declare it in a regular file, or remove it here.'
  diagnostics.push({ severity: 'error', rule: 'override', ...position, message, hint })
}

/** Each local is overridden on its own, wherever it is defined. */
function overrideLocals(blocks: Block[], override: Block, diagnostics: Diagnostic[]): void {
  const isLocals = ({ type }: Block) => type === 'locals'
  const defined = new Set(blocks.filter(isLocals).flatMap((block) => block.arguments.map(({ name }) => name)))
  for (const argument of override.arguments) {
    if (defined.has(argument.name)) continue
    const message = `No local "${argument.name}" to override.`
    diagnostics.push({ severity: 'error', rule: 'override', ...argument.position, message })
  }
  dropArguments(blocks, isLocals, new Set(override.arguments.map(({ name }) => name)))
  blocks.push(override)
}

function dropArguments(
  blocks: Block[],
  applies: (block: Block) => boolean,
  names: ReadonlySet<string>,
): void {
  for (const [index, block] of blocks.entries())
    if (applies(block))
      blocks[index] = withArguments(
        block,
        block.arguments.filter(({ name }) => !names.has(name)),
      )
}

/** The required version of Terraform is replaced; required providers are replaced one by one, by name. */
function overrideSettings(blocks: Block[], override: Block): void {
  const isSettings = ({ type }: Block) => type === 'terraform'
  if (findArgument(override, 'required_version') !== undefined)
    dropArguments(blocks, isSettings, new Set(['required_version']))
  const providers = new Set(
    override.blocks.filter(isRequirements).flatMap((block) => block.arguments.map(({ name }) => name)),
  )
  for (const [index, block] of blocks.entries())
    if (isSettings(block))
      blocks[index] = { ...withArguments(block, block.arguments), blocks: withoutProviders(block, providers) }
  blocks.push(override)
}

function isRequirements({ type }: Block): boolean {
  return type === 'required_providers'
}

function withoutProviders({ blocks }: Block, names: ReadonlySet<string>): readonly Block[] {
  return blocks.map((block) =>
    isRequirements(block)
      ? withArguments(
          block,
          block.arguments.filter(({ name }) => !names.has(name)),
        )
      : block,
  )
}
