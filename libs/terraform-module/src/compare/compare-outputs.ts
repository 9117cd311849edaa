import { findArgument, type Block } from '../block.ts'
import { splitObject } from '../syntax/split-object.ts'
import { canonicalText } from './canonical-text.ts'
import type { ExpandedModule } from './expand-module.ts'
import { itself, type Comparison } from './find-affected.ts'
import { changeUnder, type ModuleChange } from './module-change.ts'

/** Values of outputs that both versions have. Outputs that come, go or become secret are compared as the blueprint's interface. */
export function compareOutputs(
  before: ExpandedModule,
  after: ExpandedModule,
  comparison: Comparison,
): readonly ModuleChange[] {
  return [...after.outputs].flatMap(([address, now]) => {
    const old = before.outputs.get(address)
    const through = old && comparison.find(old, now)
    if (old === undefined || through === undefined) return []
    if (through !== itself)
      return changeUnder('value-changed', address, `It uses ${through}, which changed.`, now.block.position)
    const attributes = compareAttributes(old.block, now.block)
    if (attributes === undefined)
      return changeUnder('value-changed', address, 'Its expression changed.', now.block.position)
    const { added, others } = attributes
    if (others.length === 0)
      return changeUnder(
        'value-extended',
        address,
        `It has new attributes: ${list(added)}.`,
        now.block.position,
      )
    return changeUnder(
      'value-changed',
      address,
      `Attributes changed or are gone: ${list(others)}.`,
      now.block.position,
    )
  })
}

/** Which attributes differ, where both values are written as objects whose attributes have plain names. */
function compareAttributes(old: Block, now: Block) {
  const [before, after] = [attributesOf(old), attributesOf(now)]
  if (before === undefined || after === undefined) return undefined
  const added = [...after.keys()].filter((key) => !before.has(key))
  const others = [...before].filter(([key, text]) => after.get(key) !== text).map(([key]) => key)
  return { added, others }
}

function attributesOf(block: Block): ReadonlyMap<string, string> | undefined {
  const expression = findArgument(block, 'value')?.expression ?? ''
  if (/^\{\s*(?:for\b|\()/.test(expression)) return undefined
  const items = splitObject(expression)
  return items && new Map(items.map((item) => [item.key, canonicalText(item.expression)]))
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}
