import type { Block } from '../block.ts'
import { findReferences } from '../syntax/find-references.ts'
import { canonicalText } from './canonical-text.ts'
import { listSettings, type Setting } from './list-settings.ts'

export interface ExpandedBlock extends Definition {
  readonly block: Block
  readonly settings: readonly ExpandedSetting[]
}

export interface ExpandedSetting extends Setting, Definition {}

export interface Definition {
  /** Address of the module in which it is written, with a dot at its end; empty for the module itself. */
  readonly scope: string
  /** See canonicalText. */
  readonly text: string
  /** Keys of definitions. */
  readonly references: readonly string[]
}

/** A block with the definitions of all of its settings. */
export function expandBlock(block: Block, prefix: string): ExpandedBlock {
  const settings = listSettings(block).map((setting) => ({
    ...setting,
    ...define(setting.expression, prefix),
  }))
  return {
    block,
    settings,
    ...combine(
      prefix,
      settings.map((each) => [each.path, each]),
    ),
  }
}

/** Several definitions as one. */
function combine(
  scope: string,
  parts: readonly (readonly [name: string, definition: Definition])[],
): Definition {
  return {
    scope,
    text: parts.map(([name, { text }]) => `${name}=${text}`).join('\n'),
    references: [...new Set(parts.flatMap(([, { references }]) => references))],
  }
}

/** What an expression in a module's scope says. */
export function define(expression: string, prefix: string): Definition {
  return {
    scope: prefix,
    text: canonicalText(expression),
    references: findReferences(expression).flatMap((reference) => keyOf(reference, prefix)),
  }
}

/** The key of the definition that a reference means. */
function keyOf(reference: string, prefix: string): readonly string[] {
  const [root = '', first = '', second = ''] = reference.split('.')
  switch (root) {
    case 'local':
    case 'var':
      return [`${prefix}${root}.${first}`]
    case 'data':
    case 'ephemeral':
      return [`${prefix}${root}.${first}.${second}`]
    case 'module':
      return [`${prefix}module.${first}${second === '' ? '' : `.output.${second}`}`]
    default:
      return /^[a-z]\w*_\w+$/.test(root) && first !== '' ? [`${prefix}${root}.${first}`] : []
  }
}
