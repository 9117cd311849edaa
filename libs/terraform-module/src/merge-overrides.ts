import type { Block } from './read-file.ts'

/**
 * Merges override blocks into those they override, argument by argument, as Terraform does.
 * An override of something that is not there counts as a block of its own.
 * Source: https://developer.hashicorp.com/terraform/language/files/override
 */
export function mergeOverrides(primary: readonly Block[], overrides: readonly Block[]): readonly Block[] {
  const merged = [...primary]
  for (const override of overrides) {
    const index = merged.findIndex((block) => isSame(block, override))
    const block = merged[index]
    if (block === undefined) merged.push(override)
    else merged[index] = { ...block, body: { ...block.body, ...override.body } }
  }
  return merged
}

function isSame(left: Block, right: Block): boolean {
  return (
    left.type === right.type && left.labels.length > 0 && left.labels.join('\0') === right.labels.join('\0')
  )
}
