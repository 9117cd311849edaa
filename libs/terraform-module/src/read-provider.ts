import { type Argument, type Block } from './block.ts'
import { textOf } from './arguments.ts'
import type { ProviderConfiguration, ProviderReference } from './module.ts'

export function readProviderConfiguration(block: Block): ProviderConfiguration {
  return {
    name: block.labels[0] ?? '',
    alias: textOf(block, 'alias'),
    version: textOf(block, 'version'),
    argumentNames: [...block.arguments, ...block.blocks.map(({ type }) => ({ name: type }))].map(
      ({ name }) => name,
    ),
    position: block.position,
  }
}

/** Reads `aws`, `aws.replica` or the same in quotes, as old configurations have it; `undefined` if it is neither. */
export function readProviderReference({ constant, expression }: Argument): ProviderReference | undefined {
  return parseProviderReference(typeof constant === 'string' ? constant : expression)
}

/** Reads the address of a provider's configuration from its text. */
export function parseProviderReference(text: string): ProviderReference | undefined {
  const match =
    /^([\p{ID_Start}_][\p{ID_Continue}-]*)(?:\s*\.\s*([\p{ID_Start}_][\p{ID_Continue}-]*))?/u.exec(text)
  return match === null ? undefined : { name: match[1] ?? '', alias: match[2] }
}
