import type { Proposal, ProposalStore } from '@groundplan/proposal'
import type { ImportPlan } from '../import-plan.ts'
import type { StoreNames } from '../registry/store-names.ts'

/** Open retirements of blueprints that have nothing to retire any more: the module is back or moved, or the blueprint is gone too. */
export async function findReturned(
  { missing, whole }: Pick<ImportPlan, 'missing' | 'whole'>,
  proposals: Pick<ProposalStore, 'list'>,
  stores: StoreNames,
): Promise<readonly Proposal[]> {
  const [gone, read] = [new Set(missing), new Set(whole)]
  const open = await proposals.list({ status: 'open' })
  return open.filter(
    ({ kind, blueprint, source }) =>
      kind === 'retirement' && read.has(stores.current(source.store)) && !gone.has(blueprint),
  )
}
