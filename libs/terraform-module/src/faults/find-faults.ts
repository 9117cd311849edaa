import type { Block } from '../block.ts'
import type { TerraformModule } from '../module.ts'
import { checkReferences } from './check-references.ts'
import { checkStructure } from './check-structure.ts'

/** Most faults that are kept of one module. */
const maximumFaults = 50

/**
 * Finds what Terraform rejects in the blocks of one module, and which outputs of called modules it uses. Rules that only a provider's
 * schema knows are not checked.
 */
export function findFaults(blocks: readonly Block[]): Pick<TerraformModule, 'faults' | 'moduleOutputs'> {
  const { faults, moduleOutputs } = checkReferences(blocks)
  return { faults: [...checkStructure(blocks), ...faults].slice(0, maximumFaults), moduleOutputs }
}
