import { blocksOf, findArgument, type Block } from './block.ts'
import type { TerraformModule } from './module.ts'
import { baseName, type SourceFile } from './source-file.ts'

/**
 * Terraform passes over `.tofu` files and rejects state encryption and `for_each` of providers, so it would run something else or
 * nothing.
 * Source: https://opentofu.org/docs/language/
 */
export function dialectOf(
  files: readonly SourceFile[],
  blocks: readonly Block[],
): TerraformModule['dialect'] {
  const hasOwnFile = files.some(({ path }) => /\.tofu(?:\.json)?$/.test(baseName(path)))
  return hasOwnFile || blocks.some(isOfOpenTofu) ? 'opentofu' : 'terraform'
}

function isOfOpenTofu(block: Block): boolean {
  if (block.type === 'provider') return findArgument(block, 'for_each') !== undefined
  return block.type === 'terraform' && blocksOf(block, 'encryption').length > 0
}
