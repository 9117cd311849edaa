import type { Block } from '../block.ts'

/** An argument somewhere in a block. */
export interface Setting {
  /** E.g. `ami`, `ebs_block_device.volume_size`, `ingress[1].from_port`. */
  readonly path: string
  readonly expression: string
}

/** All arguments of a block and of the blocks inside, in order. An inner block without any has an empty setting. */
export function listSettings(block: Block, prefix = ''): readonly Setting[] {
  const own = block.arguments.map(({ name, expression }) => ({ path: `${prefix}${name}`, expression }))
  const groups = Map.groupBy(block.blocks, ({ type, labels }) => [type, ...labels].join(' '))
  const inner = [...groups].flatMap(([name, blocks]) =>
    blocks.flatMap((each, index) => {
      const path = `${prefix}${name}${blocks.length > 1 ? `[${index}]` : ''}`
      return [{ path, expression: '' }, ...listSettings(each, `${path}.`)]
    }),
  )
  return [...own, ...inner]
}
